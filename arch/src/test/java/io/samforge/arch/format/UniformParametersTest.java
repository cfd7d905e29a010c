package io.samforge.arch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UniformParametersTest {

  @Test
  void everyCodeOfEveryZeroPointComesBack() {
    int checked = 0;
    for (int bits = 2; bits <= 8; bits++) {
      for (int zero = 0; zero < 1 << bits; zero++) {
        UniformParameters q = new UniformParameters(bits, 0.3, zero);
        assertThat(q.decode(zero)).isZero();
        for (int code = 0; code < q.codes(); code++) {
          assertThat(q.decode(code)).isEqualTo(0.3 * (code - zero));
          assertThat(q.encode(q.decode(code))).isEqualTo(code);
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(16 + 64 + 256 + 1024 + 4096 + 16384 + 65536);
  }

  @Test
  void encodeRoundsHalfUpAndClamps() {
    Random random = Seeds.random(12);
    for (int i = 0; i < 100_000; i++) {
      int bits = 2 + random.nextInt(7);
      // A power of two keeps the naive division exact.
      double scale = Math.scalb(1.0, random.nextInt(20) - 10);
      UniformParameters q = new UniformParameters(bits, scale, random.nextInt(1 << bits));
      double x = (random.nextInt(4 << bits) - (2 << bits)) * scale / 2;
      long naive = (long) Math.floor(x / scale + 0.5) + q.zeroPoint();
      assertThat(q.encode(x)).isEqualTo((int) Math.max(0, Math.min(q.codes() - 1, naive)));
    }
  }

  @Test
  void aZeroPointThatIsNoCodeShiftsTheRangeAwayFromZero() {
    UniformParameters high = new UniformParameters(4, 0.5, -10);
    assertThat(high.decode(0)).isEqualTo(5);
    assertThat(high.decode(15)).isEqualTo(12.5);
    assertThat(high.encode(0)).isZero();
    assertThat(high.encode(6.1)).isEqualTo(2);
    assertThat(new UniformParameters(4, 0.5, 20).decode(15)).isEqualTo(-2.5);
  }

  @Test
  void parametersOutOfRangeAreRejected() {
    assertThatThrownBy(() -> new UniformParameters(1, 1, 0)).hasMessageContaining("bits 1");
    assertThatThrownBy(() -> new UniformParameters(4, Double.NaN, 0)).hasMessageContaining("scale");
    assertThatThrownBy(() -> new UniformParameters(4, 1, 32768))
        .hasMessage("zero-point 32768; allowed: -32768 to 32767");
  }
}
