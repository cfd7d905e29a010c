package io.samforge.sim;

import io.samforge.arch.UserError;
import java.math.BigInteger;

/**
 * A port of a top module.
 *
 * @param name its Verilog name
 * @param index its position in the model's port table
 * @param width bits
 * @param output whether the design drives it
 */
public record Port(String name, int index, int width, boolean output) {

  /** Returns the bytes of one packed value: the width rounded up to whole bytes. */
  public int bytes() {
    return (width + 7) / 8;
  }

  /**
   * Returns the bits of a value of at most 64 bits.
   *
   * @param value an unsigned value below 2^width, or a negative one of at least -2^(width-1)
   * @throws UserError when the value does not fit
   */
  long bits(long value) {
    if (width >= Long.SIZE) {
      if (value < 0 && width > Long.SIZE) {
        throw new UserError(
            "port "
                + name
                + ": a negative long is ambiguous on "
                + width
                + " bits; use BigInteger");
      }
      return value;
    }
    boolean fits = value < 0 ? value >= -(1L << (width - 1)) : value >>> width == 0;
    if (!fits) {
      throw doesNotFit(Long.toString(value));
    }
    return value & (1L << width) - 1;
  }

  /**
   * Returns the packed bytes of a value, least significant first.
   *
   * @throws UserError when the value does not fit
   */
  byte[] pack(BigInteger value) {
    boolean fits = value.signum() < 0 ? value.bitLength() < width : value.bitLength() <= width;
    if (!fits) {
      throw doesNotFit(value.toString());
    }
    byte[] packed = new byte[bytes()];
    BigInteger rest = value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(width)) : value;
    byte[] bigEndian = rest.toByteArray();
    for (int i = 0; i < packed.length && i < bigEndian.length; i++) {
      packed[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return packed;
  }

  /** Returns the unsigned value of packed bytes that start at an offset. */
  BigInteger unpack(byte[] bytes, int offset) {
    byte[] bigEndian = new byte[bytes()];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[bigEndian.length - 1 - i] = bytes[offset + i];
    }
    return new BigInteger(1, bigEndian);
  }

  /** Refuses a byte array that is not exactly one value of this port. */
  void requirePacked(byte[] value) {
    if (value.length != bytes()) {
      throw new UserError(
          "port " + name + ": takes " + bytes() + " bytes, " + value.length + " given");
    }
    int stray = width % 8 == 0 ? 0 : (value[value.length - 1] & 0xff) >>> (width % 8);
    if (stray != 0) {
      throw doesNotFit("a value with higher bits set");
    }
  }

  private UserError doesNotFit(String value) {
    return new UserError("port " + name + ": " + value + " does not fit in " + width + " bits");
  }
}
