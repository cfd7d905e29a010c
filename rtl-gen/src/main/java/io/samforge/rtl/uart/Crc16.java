package io.samforge.rtl.uart;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import java.math.BigInteger;

/**
 * The checksum of the frames: polynomial x^16 + x^12 + x^5 + 1, start value all ones, most
 * significant bit first, no final inversion (known as CRC-16/IBM-3740). Golden counterpart: {@code
 * io.samforge.host.uart.FrameChecksum}.
 */
final class Crc16 {
  /** The value before the first byte. */
  static final BigInteger START = BigInteger.valueOf(0xffff);

  private static final BigInteger POLYNOMIAL = BigInteger.valueOf(0x1021);

  private Crc16() {}

  /** Returns the checksum after one more byte. */
  static Bits next(Bits crc, Bits data) {
    Bits value = crc.xor(data.concat(io.samforge.hdl.Module.bits(BigInteger.ZERO, 8)));
    for (int i = 0; i < 8; i++) {
      Bit out = value.msb();
      Bits shifted = value.slice(0, 15).concat(io.samforge.hdl.Module.bits(BigInteger.ZERO, 1));
      Bits reduced = shifted.xor(io.samforge.hdl.Module.bits(POLYNOMIAL, 16));
      value = reduced.orElse(out, shifted);
    }
    return value;
  }
}
