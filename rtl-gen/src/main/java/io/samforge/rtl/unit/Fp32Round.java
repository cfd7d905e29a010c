package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/**
 * The last step of every floating-point unit: rounds an exact, normalised result to binary32.
 *
 * <p>The exact result is {@code (2^23 + fraction + r) x 2^(exponent - 127 - 23)} with {@code 0 <= r
 * < 1}; {@code guard} says {@code r >= 1/2} and {@code sticky} says that r is neither 0 nor 1/2.
 * Rounds to nearest, ties to even. An exponent below 1 before rounding gives a zero of its sign, a
 * rounded exponent above 254 gives an infinity (docs/architecture.md, section 3). {@code
 * not_a_number} wins over {@code infinite}, which wins over {@code zero}; each overrides the
 * numbers.
 *
 * <p>Latency {@link #LATENCY}, one result per cycle, never stalls, registers without reset. Golden
 * counterpart {@code io.samforge.arch.format.HwFloat}; covered by {@code IntToFp32Test}, {@code
 * Fp32MultiplyTest} and {@code Fp32AddTest}.
 */
public final class Fp32Round extends Module {
  /** Cycles from the inputs to the result. */
  public static final int LATENCY = 2;

  /** Bits of the biased exponent, wide enough for sums and differences of two exponents. */
  public static final int EXPONENT_BITS = 10;

  private static final BigInteger NAN = BigInteger.valueOf(0x7fc00000L);

  /** The result's sign. */
  public final Bit sign;

  /** The biased exponent of the leading one. */
  public final Signed exponent;

  /** The 23 bits of the significand below its leading one. */
  public final Bits fraction;

  /** 1 where the part below the significand is at least one half. */
  public final Bit guard;

  /** 1 where the part below the guard bit is not zero. */
  public final Bit sticky;

  /** 1 for an exact zero. */
  public final Bit zero;

  /** 1 for an exact infinity. */
  public final Bit infinite;

  /** 1 for an invalid operation. */
  public final Bit notANumber;

  /** The 32 bits of the result. */
  public final Bits result;

  /** Creates the unit. */
  public Fp32Round() {
    sign = inputBit("sign");
    exponent = inputSigned("exponent", EXPONENT_BITS);
    fraction = inputBits("fraction", Fp32Operand.FRACTION_BITS);
    guard = inputBit("guard");
    sticky = inputBit("sticky");
    zero = inputBit("zero");
    infinite = inputBit("infinite");
    notANumber = inputBit("not_a_number");
    result = outputBits("result", 32);

    Bit up = guard.and(sticky.or(fraction.bit(0)));
    // A carry out of the fraction increments the exponent and leaves the fraction zero.
    Unsigned unrounded = exponent.bits().concat(fraction).unsigned();
    Unsigned rounded = delay("rounded", unrounded.plus(up.unsigned(unrounded.width())));
    Bit tiny = exponent.lt(signed(1, EXPONENT_BITS));
    Bit roundedSign = delay("rounded_sign", sign);
    Bit roundedZero = delay("rounded_zero", zero.or(tiny));
    Bit roundedInfinite = delay("rounded_infinite", infinite);
    Bit roundedNan = delay("rounded_nan", notANumber);
    // A zero's exponent may hold anything, so only the explicit infinity wins over it.
    Bit overflow =
        rounded
            .slice(Fp32Operand.FRACTION_BITS, EXPONENT_BITS)
            .unsigned()
            .ge(255)
            .and(roundedZero.not())
            .or(roundedInfinite);

    Bits magnitude = rounded.slice(0, 31);
    Bits infinity = bits(BigInteger.valueOf(0x7f800000L), 31);
    Bits finite = bits(BigInteger.ZERO, 31).orElse(roundedZero, magnitude);
    Bits number = roundedSign.bits().concat(infinity.orElse(overflow, finite));
    result.set(delay("assembled", bits(NAN, 32).orElse(roundedNan, number)));
  }
}
