package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/**
 * Converts a two's complement integer to binary32, rounding to nearest even; 0 gives +0.
 *
 * <p>Latency {@link #latency}, one number per cycle, never stalls, registers without reset. Golden
 * counterpart {@code (float) long} in {@code io.samforge.arch.format.HwFloat}; covered by {@code
 * IntToFp32Test}.
 */
public final class IntToFp32 extends Module {
  /** The integer. */
  public final Signed value;

  /** The 32 bits of the nearest binary32 number. */
  public final Bits result;

  /**
   * Creates a converter.
   *
   * @param width bits of the integer, 2..64
   */
  public IntToFp32(int width) {
    UnitRules.requireRange("width", width, 2, 64);
    value = inputSigned("value", width);
    result = outputBits("result", 32);
    int work = workWidth(width);

    Bit sign = delay("sign", value.negative());
    Unsigned magnitude =
        delay("magnitude", value.negate().orElse(value.negative(), value).unsigned());

    LeadingOneShifter shifter = instance("shifter", () -> new LeadingOneShifter(work));
    shifter.value.set(
        width == work
            ? magnitude.bits()
            : magnitude.bits().concat(bits(BigInteger.ZERO, work - width)));
    Bit shiftedSign = delayBy("shifted_sign", sign, LeadingOneShifter.latency(work));
    Bits shifted = shifter.shifted;

    int low = work - Fp32Operand.SIGNIFICAND_BITS;
    Bits count = shifter.count.extend(Fp32Round.EXPONENT_BITS).bits();
    // The exponent of a number whose top bit is already 1.
    Signed full = signed(Fp32Operand.BIAS + width - 1, Fp32Round.EXPONENT_BITS);
    Fp32Round round = instance("round", Fp32Round::new);
    round.sign.set(delay("round_sign", shiftedSign));
    round.exponent.set(delay("round_exponent", full.minus(count.signed())));
    round.fraction.set(delay("round_fraction", shifted.slice(low, Fp32Operand.FRACTION_BITS)));
    round.guard.set(delay("round_guard", shifted.bit(low - 1)));
    round.sticky.set(delay("round_sticky", shifted.slice(0, low - 1).any()));
    round.zero.set(delay("round_zero", shifted.msb().not()));
    round.infinite.set(bit(false));
    round.notANumber.set(bit(false));
    result.set(round.result);
  }

  /** Returns the cycles from an integer of {@code width} bits to its result. */
  public static int latency(int width) {
    return 2 + LeadingOneShifter.latency(workWidth(width)) + Fp32Round.LATENCY;
  }

  /** A significand, a guard bit and at least one bit for the sticky bit. */
  private static int workWidth(int width) {
    return Math.max(width, Fp32Operand.SIGNIFICAND_BITS + 2);
  }
}
