package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;

/**
 * Adds two binary32 numbers, rounding to nearest even.
 *
 * <p>Subnormal operands count as zeros of their sign, and a sum whose magnitude is below 2^-126
 * becomes a zero of its sign; an exact cancellation gives +0, and only -0 + -0 gives -0; overflow
 * gives an infinity (docs/architecture.md, section 3). The difference of two infinities and
 * operands that are not numbers give 0x7fc00000.
 *
 * <p>Stages: compare magnitudes; exchange and subtract exponents; align; add or subtract; normalise
 * ({@link LeadingOneShifter}); correct the exponent; round ({@link Fp32Round}).
 *
 * <p>Latency {@link #LATENCY}, one sum per cycle, never stalls, registers without reset. Golden
 * counterpart {@code io.samforge.arch.format.HwFloat}; covered by {@code Fp32AddTest}.
 */
public final class Fp32Add extends Module {
  private static final int SIGNIFICAND_BITS = Fp32Operand.SIGNIFICAND_BITS;
  // Guard and round bits below the significand; the sticky bit follows them.
  private static final int ALIGNED_BITS = SIGNIFICAND_BITS + 2;
  private static final int SUM_BITS = 1 + ALIGNED_BITS + 1;
  private static final int SUM_STAGE = 4;
  private static final int NORMALISE_CYCLES = LeadingOneShifter.latency(SUM_BITS);

  // Cycles from the exchanged operands to the normalised sum.
  private static final int NORMALISED_AFTER = SUM_STAGE - 1 + NORMALISE_CYCLES;

  /** Cycles from the operands to the sum. */
  public static final int LATENCY = SUM_STAGE + NORMALISE_CYCLES + 1 + Fp32Round.LATENCY;

  /** The first term. */
  public final Bits a;

  /** The second term. */
  public final Bits b;

  /** The sum. */
  public final Bits result;

  /** Creates the adder. */
  public Fp32Add() {
    a = inputBits("a", 32);
    b = inputBits("b", 32);
    result = outputBits("result", 32);

    Bits first = delay("a_1", a);
    Bits second = delay("b_1", b);
    Bit exchange = delay("exchange", a.slice(0, 31).unsigned().lt(b.slice(0, 31).unsigned()));
    Fp32Operand large = Fp32Operand.of(second.orElse(exchange, first));
    Fp32Operand small = Fp32Operand.of(first.orElse(exchange, second));

    Bit subtract = large.sign().xor(small.sign());
    LeadingOneShifter shifter = instance("shifter", () -> new LeadingOneShifter(SUM_BITS));
    shifter.value.set(sum(large, small, subtract).bits());

    Fp32Round round = instance("round", Fp32Round::new);
    setNumber(round, shifter, large, small);
    Bit infinite = large.infinite();
    Bit nan = large.nan().or(infinite.and(small.infinite()).and(subtract));
    round.infinite.set(delayBy("infinite", infinite, NORMALISED_AFTER + 1));
    round.notANumber.set(delayBy("nan", nan, NORMALISED_AFTER + 1));
    result.set(round.result);
  }

  private static void setNumber(
      Fp32Round round, LeadingOneShifter shifter, Fp32Operand large, Fp32Operand small) {
    Bits shifted = shifter.shifted;
    int low = SUM_BITS - SIGNIFICAND_BITS;
    round.fraction.set(delay("round_fraction", shifted.slice(low, Fp32Operand.FRACTION_BITS)));
    round.guard.set(delay("round_guard", shifted.bit(low - 1)));
    round.sticky.set(delay("round_sticky", shifted.slice(0, low - 1).any()));

    Unsigned exponent = delayBy("exponent", large.exponent(), NORMALISED_AFTER);
    // The sum has one bit above the place of the large operand's leading one.
    Signed full =
        exponent.signed().extend(Fp32Round.EXPONENT_BITS).plus(signed(1, Fp32Round.EXPONENT_BITS));
    Signed places = shifter.count.extend(Fp32Round.EXPONENT_BITS).bits().signed();
    round.exponent.set(delay("round_exponent", full.minus(places)));

    Bit empty = shifted.msb().not();
    Bit sign = delayBy("sign", large.sign(), NORMALISED_AFTER);
    Bit zeroSign = delayBy("zero_sign", large.sign().and(small.sign()), NORMALISED_AFTER);
    round.sign.set(delay("round_sign", zeroSign.orElse(empty, sign)));
    round.zero.set(delay("round_zero", empty));
  }

  /**
   * Returns the sum of the magnitudes, or their difference, {@link #SUM_STAGE} - 1 cycles after the
   * exchange. Below the significands it keeps two bits and a sticky bit: where operands are so far
   * apart that bits fall into the sticky bit, the result loses at most one leading place.
   */
  private static Unsigned sum(Fp32Operand large, Fp32Operand small, Bit subtract) {
    Unsigned distance = delay("distance", large.exponent().minus(small.exponent()));
    Bits smallBits =
        delay("lesser", small.significand()).shiftLeft(ALIGNED_BITS - SIGNIFICAND_BITS).bits();
    Bits aligned = delay("aligned", align(smallBits, distance));

    Unsigned largeBits =
        delayBy("greater", large.significand(), 2).shiftLeft(SUM_BITS - 1 - SIGNIFICAND_BITS);
    Unsigned augend = largeBits.extend(SUM_BITS);
    Unsigned addend = aligned.unsigned().extend(SUM_BITS);
    Bit minus = delayBy("subtract", subtract, 2);
    return delay("sum", augend.minus(addend).orElse(minus, augend.plus(addend)));
  }

  /** Returns the value divided by 2^distance with a sticky bit for what is lost appended. */
  private static Bits align(Bits value, Unsigned distance) {
    Bits current = value;
    Bit sticky = bit(false);
    for (int step = 4; step >= 0; step--) {
      int places = 1 << step;
      Bit take = distance.bit(step);
      sticky = sticky.or(take.and(current.slice(0, places).any()));
      Bits moved =
          current.slice(places, value.width() - places).unsigned().extend(value.width()).bits();
      current = moved.orElse(take, current);
    }
    Bit far = distance.slice(5, distance.width() - 5).any();
    Bits near = current.concat(sticky.bits());
    Bits lost = value.any().unsigned(near.width()).bits();
    return lost.orElse(far, near);
  }
}
