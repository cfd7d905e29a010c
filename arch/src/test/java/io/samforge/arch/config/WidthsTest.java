package io.samforge.arch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Configs;
import io.samforge.arch.format.HluqParameters;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidthsTest {

  @Test
  void theWidthsOfTheTinyAndThePaperConfiguration() {
    assertThat(Configs.tiny().widths()).isEqualTo(new Widths(8, 3, 11, 15, 32, 38, 33 + 1, 50));
    // 5120 channels over 16 lanes are 320 chunks: 9 more bits.
    assertThat(Configs.load("paper").widths())
        .isEqualTo(new Widths(8, 3, 12, 16, 33, 42, 8 + 4 + 16 + 1 + 9, 50));
  }

  @ParameterizedTest
  @CsvSource({
    "4, 2, 19, 21",
    "4, 4, 21, 21",
    "4, 8, 25, 21",
    "5, 4, 22, 24",
    "5, 8, 26, 23",
    "5, 16, 34, 23",
    "6, 8, 27, 26",
    "6, 16, 35, 25",
    // Without the shift limit this would be 51 bits.
    "6, 32, 35, 25"
  })
  void theAccumulatorsOfTheWidestHluqLayer(int bits, int nLog, int logBits, int uniformBits) {
    HluqParameters hluq = new HluqParameters(bits, nLog, 0, 1, 1);
    int top = (1 << bits) - 1;
    assertThat(signedBits(5120L * top * hluq.lambda(top))).isEqualTo(logBits);
    assertThat(signedBits(5120L * top * hluq.upsilon(top))).isEqualTo(uniformBits);
  }

  @Test
  void everyWidthHoldsItsExtremeOnEveryAllowedShape() {
    int checked = 0;
    for (int weightBits : new int[] {4, 5, 6, 8}) {
      for (int activationBits : new int[] {4, 5, 6, 8}) {
        for (int lanes = 4; lanes <= 64; lanes *= 2) {
          for (int channels = lanes; channels <= 16384; channels *= 2) {
            checkExtremes(weightBits, activationBits, lanes, channels);
            checked++;
          }
        }
      }
    }
    assertThat(checked).isEqualTo(16 * (13 + 12 + 11 + 10 + 9));
  }

  private static void checkExtremes(int weightBits, int activationBits, int lanes, int channels) {
    AcceleratorConfig config =
        new AcceleratorConfig(
            "widest",
            weightBits,
            activationBits,
            Arithmetic.HYBRID,
            lanes,
            4,
            32,
            2,
            1,
            channels,
            1048576,
            64,
            1,
            1,
            "sim");
    Widths widths = config.widths();
    BigInteger weight = BigInteger.TWO.pow(weightBits - 1).negate();
    BigInteger code = BigInteger.valueOf((1 << activationBits) - 1);
    BigInteger lambda = BigInteger.TWO.pow(widths.shiftLimit() - 1);
    BigInteger k = BigInteger.valueOf(lanes);
    BigInteger m = BigInteger.valueOf(65535);
    BigInteger mul = k.multiply(code).multiply(weight);
    BigInteger shift = k.multiply(lambda).multiply(weight);
    assertFits(mul, widths.dotMul());
    assertFits(shift, widths.dotShift());
    BigInteger scaled = m.multiply(mul.add(shift));
    assertFits(scaled, widths.scaled());
    BigInteger chunks = BigInteger.valueOf(config.maxChunks());
    BigInteger acc = scaled.multiply(chunks);
    assertFits(acc, widths.acc());
    BigInteger row = m.multiply(k).multiply(code.add(lambda)).multiply(chunks);
    assertThat(row.bitLength()).isLessThanOrEqualTo(widths.rowSum());
    BigInteger constant = BigInteger.TWO.pow(47);
    assertFits(acc.add(weight.multiply(row)).subtract(constant), widths.p());
    assertThat(widths.p()).isLessThanOrEqualTo(63);
    assertThat(1 << widths.shiftBits()).isGreaterThanOrEqualTo(widths.shiftLimit());
  }

  @Test
  void aResultWiderThanTheConverterIsRejected() {
    assertThatThrownBy(() -> new Widths(8, 3, 11, 15, 32, 61, 34, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the result needs 64 bits; allowed: at most 63");
  }

  @Test
  void ceilLog2IsExact() {
    for (int value = 1; value < 5000; value++) {
      int n = Widths.ceilLog2(value);
      assertThat(1 << n).isGreaterThanOrEqualTo(value);
      assertThat(n == 0 || 1 << (n - 1) < value).isTrue();
    }
    assertThatThrownBy(() -> Widths.ceilLog2(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertFits(BigInteger value, int bits) {
    assertThat(value.bitLength() + 1).as("%s in %d bits", value, bits).isLessThanOrEqualTo(bits);
  }

  private static int signedBits(long magnitude) {
    return BigInteger.valueOf(magnitude).bitLength() + 1;
  }
}
