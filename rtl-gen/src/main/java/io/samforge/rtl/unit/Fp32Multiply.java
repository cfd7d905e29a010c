package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;

/**
 * Multiplies two binary32 numbers, rounding to nearest even.
 *
 * <p>Subnormal operands count as zeros, and a product whose exact magnitude is below 2^-126 becomes
 * a zero of its sign; overflow gives an infinity (docs/architecture.md, section 3). Infinity times
 * zero and operands that are not numbers give 0x7fc00000.
 *
 * <p>The 24 x 24-bit product is split into 24 x 17 and 24 x 7, the shapes of two DSP48E2 slices.
 *
 * <p>Latency {@link #LATENCY}, one product per cycle, never stalls, registers without reset. Golden
 * counterpart {@code io.samforge.arch.format.HwFloat}; covered by {@code Fp32MultiplyTest}.
 */
public final class Fp32Multiply extends Module {
  /** Cycles from the operands to the product. */
  public static final int LATENCY = 4 + Fp32Round.LATENCY;

  private static final int LOW_BITS = 17;
  private static final int HIGH_BITS = Fp32Operand.SIGNIFICAND_BITS - LOW_BITS;
  private static final int PRODUCT_BITS = 2 * Fp32Operand.SIGNIFICAND_BITS;
  private static final int BELOW_BITS = PRODUCT_BITS - 2;

  /** The first factor. */
  public final Bits a;

  /** The second factor. */
  public final Bits b;

  /** The product. */
  public final Bits result;

  /** Creates the multiplier. */
  public Fp32Multiply() {
    a = inputBits("a", 32);
    b = inputBits("b", 32);
    result = outputBits("result", 32);
    Fp32Operand left = Fp32Operand.of(a);
    Fp32Operand right = Fp32Operand.of(b);

    Signed exponentSum = exponentSum(left, right);
    Unsigned product = product(left.significand(), right.significand());

    // The product of two significands lies in [1, 4); what follows is below its leading one.
    Bit carried = product.msb();
    Bits below = product.slice(1, BELOW_BITS).orElse(carried, product.slice(0, BELOW_BITS));
    Bit lost = carried.and(product.bit(0));
    int low = BELOW_BITS - Fp32Operand.FRACTION_BITS;
    Bits carry = carried.unsigned(Fp32Round.EXPONENT_BITS).bits();

    Fp32Round round = instance("round", Fp32Round::new);
    round.sign.set(delayBy("sign", left.sign().xor(right.sign()), 4));
    round.exponent.set(delay("exponent", exponentSum.plus(carry.signed())));
    round.fraction.set(delay("fraction", below.slice(low, Fp32Operand.FRACTION_BITS)));
    round.guard.set(delay("guard", below.bit(low - 1)));
    round.sticky.set(delay("sticky", below.slice(0, low - 1).any().or(lost)));
    Bit zero = left.zero().or(right.zero());
    Bit infinite = left.infinite().or(right.infinite());
    Bit nan = left.nan().or(right.nan()).or(zero.and(infinite));
    round.zero.set(delayBy("zero", zero, 4));
    round.infinite.set(delayBy("infinite", infinite, 4));
    round.notANumber.set(delayBy("nan", nan, 4));
    result.set(round.result);
  }

  /** Returns the biased exponent of a product in [1, 2), three cycles after the operands. */
  private static Signed exponentSum(Fp32Operand left, Fp32Operand right) {
    Unsigned leftExponent = delay("a_exponent", left.exponent());
    Unsigned rightExponent = delay("b_exponent", right.exponent());
    Unsigned sum = delay("exponent_sum", leftExponent.plusWide(rightExponent));
    Signed wide = sum.signed().extend(Fp32Round.EXPONENT_BITS);
    return delay(
        "exponent_unbiased", wide.minus(signed(Fp32Operand.BIAS, Fp32Round.EXPONENT_BITS)));
  }

  /** Returns the exact product, three cycles after the significands. */
  private static Unsigned product(Unsigned left, Unsigned right) {
    Unsigned a = delay("a_significand", left);
    Unsigned b = delay("b_significand", right);
    Unsigned low = delay("product_low", a.times(b.slice(0, LOW_BITS).unsigned()));
    Unsigned high = delay("product_high", a.times(b.slice(LOW_BITS, HIGH_BITS).unsigned()));
    return delay(
        "product", high.shiftLeft(LOW_BITS).extend(PRODUCT_BITS).plus(low.extend(PRODUCT_BITS)));
  }
}
