package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/**
 * The fields of a binary32 number on wires, with subnormals read as zeros.
 *
 * @param sign 1 for negative numbers
 * @param exponent 8 bits, biased by 127
 * @param significand 24 bits with the leading one; 0 for zeros and subnormals
 * @param zero 1 for zeros and subnormals
 * @param infinite 1 for infinities
 * @param nan 1 for values that are not numbers
 */
record Fp32Operand(
    Bit sign, Unsigned exponent, Unsigned significand, Bit zero, Bit infinite, Bit nan) {
  static final int EXPONENT_BITS = 8;
  static final int SIGNIFICAND_BITS = 24;
  static final int BIAS = 127;
  static final int FRACTION_BITS = SIGNIFICAND_BITS - 1;

  /** Takes the 32 bits of a number apart. */
  static Fp32Operand of(Bits number) {
    Unsigned exponent = number.slice(FRACTION_BITS, EXPONENT_BITS).unsigned();
    Bits fraction = number.slice(0, FRACTION_BITS);
    Bit zero = exponent.any().not();
    Bit special = exponent.all();
    Bits significand = Module.bit(true).bits().concat(fraction);
    Bits flushed = Module.bits(BigInteger.ZERO, SIGNIFICAND_BITS).orElse(zero, significand);
    Bit fractionSet = fraction.any();
    return new Fp32Operand(
        number.bit(31),
        exponent,
        flushed.unsigned(),
        zero,
        special.and(fractionSet.not()),
        special.and(fractionSet));
  }
}
