package io.samforge.arch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Seeds;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rounding to halves against a search among all of them. */
class HalfFloatTest {
  private static final int NUMBERS = 200_000;

  /** Every half from 0 up that is delivered, by its value. */
  private static TreeMap<Double, Short> halves() {
    TreeMap<Double, Short> halves = new TreeMap<>();
    halves.put(0.0, (short) 0);
    for (int exponent = -14; exponent <= 15; exponent++) {
      for (int fraction = 0; fraction < 1024; fraction++) {
        int bits = exponent + 15 << 10 | fraction;
        halves.put((1 + fraction / 1024.0) * Math.pow(2, exponent), (short) bits);
      }
    }
    return halves;
  }

  @Test
  void everyHalfComesBack() {
    TreeMap<Double, Short> halves = halves();
    assertThat(halves.lastKey()).isEqualTo(65504);
    halves.forEach(
        (value, bits) -> {
          assertThat(HalfFloat.bits(value.floatValue())).isEqualTo(bits);
          assertThat(HalfFloat.value(bits)).isEqualTo(value.floatValue());
          short negative = (short) (bits | 0x8000);
          assertThat(HalfFloat.bits(-value.floatValue())).isEqualTo(negative);
          assertThat(HalfFloat.value(negative)).isEqualTo(-value.floatValue());
        });
  }

  @Test
  void roundsToTheNearestAndTiesToEven() {
    TreeMap<Double, Short> halves = halves();
    Random random = Seeds.random(20261126);
    for (int i = 0; i < NUMBERS; i++) {
      int exponent = 127 - 18 + random.nextInt(36);
      // Half of them are ties or beside one.
      int fraction =
          random.nextBoolean()
              ? random.nextInt(1 << 23)
              : (random.nextInt(1 << 10) << 13) + (1 << 12) + random.nextInt(3) - 1;
      float number = Float.intBitsToFloat(exponent << 23 | fraction);
      assertThat(HalfFloat.bits(number)).as("%a", number).isEqualTo(nearest(halves, number));
    }
  }

  private static short nearest(TreeMap<Double, Short> halves, float number) {
    if (number < 0x1p-14f) {
      return 0;
    }
    var below = halves.floorEntry((double) number);
    var above = halves.ceilingEntry((double) number);
    if (above == null) {
      return 0x7bff;
    }
    double down = number - below.getKey();
    double up = above.getKey() - number;
    boolean even = (below.getValue() & 1) == 0;
    return down < up || down == up && even ? below.getValue() : above.getValue();
  }

  @Test
  void endsOfTheRange() {
    assertThat(HalfFloat.bits(65519.996f)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloat.bits(1e30f)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloat.bits(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfbff);
    assertThat(HalfFloat.bits(Math.nextDown(0x1p-14f))).isZero();
    assertThat(HalfFloat.bits(-Float.MIN_VALUE)).isEqualTo((short) 0x8000);
    assertThat(HalfFloat.value((short) 1)).isEqualTo(0x1p-24f);
    assertThat(HalfFloat.round(0.1f)).isEqualTo(0.099975586f);
    assertThatThrownBy(() -> HalfFloat.bits(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HalfFloat.value((short) 0x7c00)).hasMessage("7c00 is no finite half");
  }
}
