package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.format.HwFloat;
import io.samforge.rtl.unit.Fp32Add;
import io.samforge.sim.fp32.Fp32Pairs;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class Fp32AddTest {
  @Test
  void equalsBothModels() {
    try (Fp32Bench bench = bench()) {
      int checked = bench.check(Fp32Pairs.specialCross());
      checked += bench.check(Fp32Pairs.random(RtlBench.random(41), 1_000_000));
      checked += bench.check(Fp32Pairs.tiny(RtlBench.random(42), 200_000));
      assertThat(checked).isGreaterThan(1_200_000);
    }
  }

  @Test
  void equalsExactDecimalSums() {
    try (Fp32Bench bench = bench()) {
      Fp32Bench exact =
          new Fp32Bench(bench.sim(), bench.latency(), bench.golden(), Fp32AddTest::exactSum);
      int checked = exact.check(Fp32Pairs.random(RtlBench.random(43), 20_000));
      checked += exact.check(Fp32Pairs.tiny(RtlBench.random(44), 20_000));
      assertThat(checked).isEqualTo(40_000);
    }
  }

  @Test
  void signsOfZerosFollowTheStandard() {
    int[][] pairs = {
      {0x00000000, 0x80000000, 0x80000000, 0x3f800000, 0x807fffff, 0x00800001},
      {0x80000000, 0x80000000, 0x00000000, 0xbf800000, 0x80000001, 0x80800000}
    };
    try (Fp32Bench bench = bench()) {
      assertThat(bench.run(pairs)).containsExactly(0, 0x80000000, 0, 0, 0x80000000, 0);
    }
  }

  @Test
  void noticesOneWrongBit() {
    try (Fp32Bench bench = bench()) {
      int[][] pairs = Fp32Pairs.random(RtlBench.random(45), 1000);
      int[] results = bench.run(pairs);
      results[999] ^= 1 << 31;
      assertThatThrownBy(() -> bench.compare(pairs, results))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("pair 999:");
    }
  }

  private static Fp32Bench bench() {
    return new Fp32Bench(
        RtlBench.fast("Fp32Add", Fp32Add::new),
        Fp32Add.LATENCY,
        (a, b) ->
            Float.floatToIntBits(HwFloat.add(Float.intBitsToFloat(a), Float.intBitsToFloat(b))),
        Fp32AddTest::independent);
  }

  /** A sum in double rounds twice without harm: 53 bits are more than 2 x 24 + 1. */
  private static int independent(int a, int b) {
    double sum = flushed(a) + flushed(b);
    boolean tiny = Math.abs(sum) < Float.MIN_NORMAL;
    return Float.floatToIntBits(tiny ? (float) Math.copySign(0.0, sum) : (float) sum);
  }

  private static int exactSum(int a, int b) {
    double x = flushed(a);
    double y = flushed(b);
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      return Float.floatToIntBits((float) (x + y));
    }
    BigDecimal sum = new BigDecimal(x).add(new BigDecimal(y));
    if (sum.signum() == 0) {
      return Float.floatToIntBits((float) (x + y));
    }
    boolean tiny = sum.abs().compareTo(new BigDecimal(Float.MIN_NORMAL)) < 0;
    return Float.floatToIntBits(tiny ? Math.copySign(0f, sum.signum()) : sum.floatValue());
  }

  private static double flushed(int bits) {
    boolean subnormal = (bits & 0x7f800000) == 0;
    return Float.intBitsToFloat(subnormal ? bits & 0x80000000 : bits);
  }
}
