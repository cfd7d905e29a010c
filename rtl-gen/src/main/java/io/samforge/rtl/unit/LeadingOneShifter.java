package io.samforge.rtl.unit;

import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/**
 * Shifts a number left until its most significant bit is 1 and counts the places.
 *
 * <p>Steps of 2^k places, largest first, each taken where the top 2^k bits are zero; two steps a
 * cycle. A zero stays zero, and its count is all ones.
 *
 * <p>Latency {@link #latency}, one number per cycle, never stalls, registers without reset. Golden
 * counterpart {@code Long.numberOfLeadingZeros}; covered by {@code IntToFp32Test} and {@code
 * Fp32AddTest}.
 */
public final class LeadingOneShifter extends Module {
  private static final int STEPS_PER_CYCLE = 2;

  /** The number. */
  public final Bits value;

  /** The number times 2^count, {@link #latency} cycles later. */
  public final Bits shifted;

  /** The places shifted. */
  public final Unsigned count;

  /**
   * Creates a shifter.
   *
   * @param width bits of the number, 2..64
   */
  public LeadingOneShifter(int width) {
    UnitRules.requireRange("width", width, 2, 64);
    int steps = countBits(width);
    value = inputBits("value", width);
    shifted = outputBits("shifted", width);
    count = outputUnsigned("count", steps);

    Bits current = value;
    Bits taken = null;
    for (int step = 0; step < steps; step++) {
      int places = 1 << (steps - 1 - step);
      Bit take = current.slice(width - places, places).any().not();
      Bits moved = current.slice(0, width - places).concat(bits(BigInteger.ZERO, places));
      current = moved.orElse(take, current);
      Bits digit = take.bits();
      taken = taken == null ? digit : taken.concat(digit);
      if (step % STEPS_PER_CYCLE == STEPS_PER_CYCLE - 1 || step == steps - 1) {
        int cycle = step / STEPS_PER_CYCLE + 1;
        current = delay("value_" + cycle, current);
        taken = delay("count_" + cycle, taken);
      }
    }
    shifted.set(current);
    count.set(taken.unsigned());
  }

  /** Returns the cycles from a number to its result. */
  public static int latency(int width) {
    return (countBits(width) + STEPS_PER_CYCLE - 1) / STEPS_PER_CYCLE;
  }

  /** Returns the bits of {@link #count}. */
  public static int countBits(int width) {
    return Widths.ceilLog2(width);
  }
}
