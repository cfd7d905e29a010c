package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/**
 * Rounds a binary32 number to the nearest binary16 number, ties to even: a magnitude below 2^-14
 * becomes a zero of its sign, one that rounds to more than 65504, an infinity too, becomes 65504.
 * NaN does not occur (docs/architecture.md, section 4).
 *
 * <p>No register: latency 0, one number per cycle. Golden counterpart {@code
 * io.samforge.arch.format.HalfFloat}; covered by {@code HalfRoundTest}.
 */
public final class HalfRound extends Module {
  private static final int FRACTION_BITS = 10;
  private static final int DROPPED_BITS = 23 - FRACTION_BITS;
  private static final int BIAS_DIFFERENCE = 127 - 15;
  private static final int EXPONENT_BITS = 10;
  private static final int LARGEST_EXPONENT = 30;
  private static final int LARGEST = 0x7bff;

  /** The 32 bits of a number. */
  public final Bits number;

  /** The 16 bits of the nearest half. */
  public final Bits half;

  /** Creates the unit. */
  public HalfRound() {
    number = inputBits("number", 32);
    half = outputBits("half", 16);
    Unsigned exponent = number.slice(23, 8).unsigned();
    // Two bits above the exponent of a number: one for its sign, one that a carry may set.
    Signed moved = exponent.extend(EXPONENT_BITS).bits().signed();
    Bits rebased = moved.minus(signed(BIAS_DIFFERENCE, EXPONENT_BITS)).bits();
    Bit tiny = exponent.le(unsigned(BIAS_DIFFERENCE, 8));

    Bit guard = number.bit(DROPPED_BITS - 1);
    Bit sticky = number.slice(0, DROPPED_BITS - 1).any();
    Bit up = guard.and(sticky.or(number.bit(DROPPED_BITS)));
    Unsigned unrounded = rebased.concat(number.slice(DROPPED_BITS, FRACTION_BITS)).unsigned();
    Unsigned rounded = unrounded.plus(up.unsigned(unrounded.width()));
    Bit large = rounded.slice(FRACTION_BITS, EXPONENT_BITS).unsigned().ge(LARGEST_EXPONENT + 1L);

    Bits finite = bits(BigInteger.valueOf(LARGEST), 15).orElse(large, rounded.slice(0, 15));
    Bits magnitude = bits(BigInteger.ZERO, 15).orElse(tiny, finite);
    half.set(number.msb().bits().concat(magnitude));
  }
}
