package io.samforge.arch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Log2ParametersTest {

  @Test
  void everyCodeOfEveryWidthIsTheFormula() {
    int checked = 0;
    for (int bits = 2; bits <= 8; bits++) {
      for (int tau = 1; tau <= 4; tau *= 2) {
        Log2Parameters q = Log2Parameters.of(bits, tau, 0.7);
        int n = levels(bits, tau);
        assertThat(q.levels()).isEqualTo(n);
        assertThat(q.octaves()).isBetween(1, Math.min(1 << bits - 1, 16));
        assertThat(q.decode(0)).isZero();
        for (int k = 1; k <= n; k++) {
          double level = 0.7 * Math.pow(2, -(double) (n - k) / tau);
          assertThat(q.decode(k)).isCloseTo(level, within(1e-15));
          assertThat(q.residue(k) + tau * q.octave(k)).isEqualTo(n - k);
          checked++;
        }
      }
    }
    assertThat(checked)
        .isEqualTo(
            2 + 3 + 3 + 4 + 7 + 7 + 8 + 15 + 15 + 16 + 31 + 31 + 16 + 32 + 63 + 16 + 32 + 64 + 16
                + 32 + 64);
  }

  @Test
  void levelsOfFourBitsByHand() {
    Log2Parameters coarse = Log2Parameters.of(4, 1, 1);
    assertThat(coarse.levels()).isEqualTo(8);
    assertThat(coarse.decode(8)).isEqualTo(1);
    assertThat(coarse.decode(1)).isEqualTo(1.0 / 128);
    Log2Parameters fine = Log2Parameters.of(4, 2, 1);
    assertThat(fine.levels()).isEqualTo(15);
    assertThat(fine.octaves()).isEqualTo(8);
    assertThat(fine.decode(15)).isEqualTo(1);
    assertThat(fine.decode(14)).isEqualTo(Math.pow(2, -0.5));
    assertThat(fine.decode(13)).isEqualTo(0.5);
    assertThat(fine.decode(1)).isEqualTo(1.0 / 128);
    Log2Parameters finest = Log2Parameters.of(4, 4, 1);
    assertThat(finest.octaves()).isEqualTo(4);
    assertThat(finest.decode(1)).isCloseTo(Math.pow(2, -3.5), within(1e-16));
  }

  @Test
  void encodeTakesTheNearestLevelOnALogScaleAndIsTheInverseOfDecode() {
    Random random = Seeds.random(61);
    for (int bits = 2; bits <= 8; bits++) {
      for (int tau = 1; tau <= 4; tau *= 2) {
        double scale = Math.exp(random.nextGaussian());
        Log2Parameters q = Log2Parameters.of(bits, tau, scale);
        for (int k = 0; k <= q.levels(); k++) {
          assertThat(q.encode(q.decode(k))).isEqualTo(k);
        }
        for (int i = 0; i < 300; i++) {
          double x = scale * Math.pow(2, 1 - 18 * random.nextDouble());
          assertThat(q.encode(x)).as("%s of %s", x, q).isEqualTo(naive(bits, tau, scale, x));
        }
        assertThat(q.encode(0)).isZero();
        assertThat(q.encode(-1)).isZero();
        assertThat(q.encode(Double.POSITIVE_INFINITY)).isEqualTo(q.levels());
      }
    }
  }

  @Test
  void aTieTakesTheUpperCode() {
    Log2Parameters q = Log2Parameters.of(4, 1, 1);
    double tie = Math.pow(2, -0.5);
    assertThat(q.encode(tie)).isEqualTo(8);
    assertThat(q.encode(Math.nextDown(tie))).isEqualTo(7);
    assertThat(q.encode(tie / 128)).isEqualTo(1);
    assertThat(q.encode(Math.nextDown(tie / 128))).isZero();
  }

  @Test
  void aLayerCanDeliverLog2Codes() {
    Log2Parameters q = Log2Parameters.of(5, 2, 0.9);
    EncoderThresholds thresholds = EncoderThresholds.of(q, ActivationFunction.IDENTITY);
    Random random = Seeds.random(62);
    for (int i = 0; i < 1000; i++) {
      float y = (float) Math.pow(2, 1 - 20 * random.nextDouble());
      assertThat(thresholds.encode(y, 0)).isEqualTo(q.encode(y));
    }
    assertThat(thresholds.hardwareTables()[0]).isSorted();
    Log2Parameters coarse = Log2Parameters.of(5, 1, 0.9);
    int[] words = EncoderThresholds.of(coarse, ActivationFunction.IDENTITY).hardwareTables()[0];
    assertThat(words[16]).isLessThan(EncoderThresholds.NEVER);
    assertThat(words[17]).isEqualTo(EncoderThresholds.NEVER);
  }

  @Test
  void parametersOutOfRangeAreRejected() {
    assertThatThrownBy(() -> Log2Parameters.of(9, 1, 1)).hasMessageContaining("bits 9");
    assertThatThrownBy(() -> Log2Parameters.of(4, 3, 1))
        .hasMessage("levels an octave 3; allowed: 1, 2, 4");
    assertThatThrownBy(() -> Log2Parameters.of(4, 2, 0)).hasMessageContaining("log2 scale 0.0");
    assertThatThrownBy(() -> new Log2Parameters(4, List.of(1.0, 1.0)))
        .hasMessage("log2 scales [1.0, 1.0]; allowed: falling, within one octave");
    assertThatThrownBy(() -> new Log2Parameters(4, List.of(1.0, 0.5)))
        .hasMessageContaining("within one octave");
    assertThatThrownBy(() -> Log2Parameters.of(4, 1, 1).decode(9))
        .hasMessage("log2 code 9; allowed: 0 to 8");
    assertThatThrownBy(() -> Log2Parameters.of(4, 1, 1).decode(-1))
        .hasMessageContaining("log2 code -1");
  }

  private static int levels(int bits, int tau) {
    int codes = 1 << bits;
    return Math.min(codes - 1, tau * Math.min(codes / 2, 16));
  }

  /** Rounds the number of steps below the scale, half a step upwards. */
  private static int naive(int bits, int tau, double scale, double x) {
    int n = levels(bits, tau);
    double steps = -tau * Math.log(x / scale) / Math.log(2);
    long code = n - (long) Math.ceil(steps - 0.5);
    return (int) Math.max(0, Math.min(n, code));
  }
}
