package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.format.HwFloat;
import io.samforge.rtl.unit.Fp32Multiply;
import io.samforge.sim.fp32.Fp32Pairs;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class Fp32MultiplyTest {
  private static final BigDecimal SMALLEST = new BigDecimal(Float.MIN_NORMAL);

  @Test
  void equalsBothModels() {
    try (Fp32Bench bench = bench()) {
      int checked = bench.check(Fp32Pairs.specialCross());
      checked += bench.check(Fp32Pairs.random(RtlBench.random(31), 1_200_000));
      assertThat(checked).isGreaterThan(1_200_000);
    }
  }

  @Test
  void flushesExactlyBelowTheSmallestNormal() {
    // (1 - 2^-24) x 2^-126 would round up to 2^-126, but its exact magnitude is below.
    int justBelowOne = 0x3f7fffff;
    int[][] pairs = {
      {justBelowOne, 0x3f800000, 0x3f800001, 0xbf7fffff},
      {Fp32Pairs.MIN_NORMAL, Fp32Pairs.MIN_NORMAL, Fp32Pairs.MIN_NORMAL, 0x00800000}
    };
    try (Fp32Bench bench = bench()) {
      assertThat(bench.run(pairs)).containsExactly(0, 0x00800000, 0x00800001, 0x80000000);
    }
  }

  @Test
  void noticesOneWrongBit() {
    try (Fp32Bench bench = bench()) {
      int[][] pairs = Fp32Pairs.random(RtlBench.random(32), 1000);
      int[] results = bench.run(pairs);
      results[777] ^= 1;
      assertThatThrownBy(() -> bench.compare(pairs, results))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("pair 777:");
    }
  }

  private static Fp32Bench bench() {
    return new Fp32Bench(
        RtlBench.fast("Fp32Multiply", Fp32Multiply::new),
        Fp32Multiply.LATENCY,
        (a, b) ->
            Float.floatToIntBits(HwFloat.mul(Float.intBitsToFloat(a), Float.intBitsToFloat(b))),
        (a, b) -> independent(Float.intBitsToFloat(a), Float.intBitsToFloat(b)));
  }

  /** Java's own product, with the results around the smallest normal number decided exactly. */
  private static int independent(float a, float b) {
    float x = Math.abs(a) < Float.MIN_NORMAL ? 0f * a : a;
    float y = Math.abs(b) < Float.MIN_NORMAL ? 0f * b : b;
    float product = x * y;
    boolean small = Math.abs(product) <= Float.MIN_NORMAL;
    if (small && new BigDecimal(x).multiply(new BigDecimal(y)).abs().compareTo(SMALLEST) < 0) {
      product = Math.copySign(0f, product);
    }
    return Float.floatToIntBits(product);
  }
}
