package io.samforge.arch.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HwFloatTest {
  private static final BigDecimal SMALLEST_NORMAL = new BigDecimal(Float.MIN_NORMAL);

  @Test
  void productsEqualTheExactProductRoundedOnce() {
    Random random = Seeds.random(15);
    int flushed = 0;
    for (int i = 0; i < 500_000; i++) {
      float a = anyFloat(random);
      float b = i % 2 == 0 ? anyFloat(random) : partner(a, random);
      float product = HwFloat.mul(a, b);
      assertSame(product, reference(exact(a).multiply(exact(b)), sign(a) != sign(b)));
      flushed += product == 0 && a != 0 && b != 0 ? 1 : 0;
    }
    assertThat(flushed).isGreaterThan(1000);
  }

  @Test
  void sumsEqualTheExactSumRoundedOnce() {
    Random random = Seeds.random(16);
    for (int i = 0; i < 500_000; i++) {
      float a = anyFloat(random);
      int near = Math.max(0, Math.min(254, Math.getExponent(a) + 127 + random.nextInt(9) - 4));
      float b = Float.intBitsToFloat(random.nextInt() & 0x807fffff | near << 23);
      BigDecimal sum = exact(a).add(exact(b));
      boolean negative = sum.signum() == 0 ? sign(a) && sign(b) : sum.signum() < 0;
      assertSame(HwFloat.add(a, b), reference(sum, negative));
    }
  }

  @Test
  void aProductJustBelowTheNormalRangeIsZeroEvenIfItWouldRoundUp() {
    float almostOne = Math.nextDown(1f);
    assertThat(Float.MIN_NORMAL * almostOne).isEqualTo(Float.MIN_NORMAL);
    assertSame(HwFloat.mul(Float.MIN_NORMAL, almostOne), 0f);
    assertSame(HwFloat.mul(-Float.MIN_NORMAL, almostOne), -0f);
    assertSame(HwFloat.mul(Float.MIN_NORMAL, 1f), Float.MIN_NORMAL);
  }

  @Test
  void integersRoundToNearestEven() {
    Random random = Seeds.random(17);
    for (int i = 0; i < 200_000; i++) {
      long p = random.nextLong() >> random.nextInt(64);
      assertThat(HwFloat.fromLong(p)).isEqualTo(new BigDecimal(BigInteger.valueOf(p)).floatValue());
    }
    assertThat(HwFloat.fromLong((1L << 24) + 1)).isEqualTo(0x1p24f);
    assertThat(HwFloat.fromLong((1L << 24) + 3)).isEqualTo(0x1.000004p24f);
    assertSame(HwFloat.fromLong(0), 0f);
  }

  @Test
  void zerosKeepTheirSignsAndOverflowIsInfinite() {
    assertSame(HwFloat.add(-0f, -0f), -0f);
    assertSame(HwFloat.add(-0f, 0f), 0f);
    assertSame(HwFloat.add(1f, -1f), 0f);
    assertSame(HwFloat.flush(-Float.MIN_VALUE), -0f);
    assertSame(HwFloat.mul(Float.MAX_VALUE, -2f), Float.NEGATIVE_INFINITY);
    assertThat(HwFloat.normalOrZero(-0f)).isTrue();
    assertThat(HwFloat.normalOrZero(Float.MIN_NORMAL)).isTrue();
    assertThat(HwFloat.normalOrZero(Float.MIN_VALUE)).isFalse();
    assertThat(HwFloat.normalOrZero(Float.NaN)).isFalse();
    assertThat(HwFloat.normalOrZero(Float.NEGATIVE_INFINITY)).isFalse();
  }

  private static float anyFloat(Random random) {
    int bits = random.nextInt();
    return Float.isFinite(Float.intBitsToFloat(bits)) ? Float.intBitsToFloat(bits) : 1f;
  }

  /** Returns a float whose product with another lies near the smallest normal number. */
  private static float partner(float a, Random random) {
    int exponent = 1 - Math.getExponent(a) + random.nextInt(5) - 2;
    return Float.intBitsToFloat(
        random.nextInt() & 0x807fffff | Math.max(0, Math.min(254, exponent)) << 23);
  }

  private static BigDecimal exact(float x) {
    BigDecimal value = new BigDecimal(x);
    return value.abs().compareTo(SMALLEST_NORMAL) < 0 ? BigDecimal.ZERO : value;
  }

  private static boolean sign(float x) {
    return Float.floatToRawIntBits(x) < 0;
  }

  private static float reference(BigDecimal exact, boolean negative) {
    if (exact.abs().compareTo(SMALLEST_NORMAL) < 0) {
      return negative ? -0f : 0f;
    }
    return exact.floatValue();
  }

  private static void assertSame(float found, float expected) {
    if (Float.floatToRawIntBits(found) != Float.floatToRawIntBits(expected)) {
      throw new AssertionError("found " + found + ", expected " + expected);
    }
  }
}
