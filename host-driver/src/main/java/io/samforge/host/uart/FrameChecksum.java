package io.samforge.host.uart;

/**
 * The checksum of the frames: polynomial x^16 + x^12 + x^5 + 1, start value 0xffff, most
 * significant bit first, no final inversion (known as CRC-16/IBM-3740; its value of the ASCII
 * digits 1 to 9 is 0x29b1).
 */
final class FrameChecksum {
  private static final int START = 0xffff;
  private static final int POLYNOMIAL = 0x1021;

  private FrameChecksum() {}

  /** Returns the 16-bit checksum of bytes {@code from} up to but without {@code to}. */
  static int of(byte[] bytes, int from, int to) {
    int crc = START;
    for (int i = from; i < to; i++) {
      crc ^= Byte.toUnsignedInt(bytes[i]) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
      }
      crc &= 0xffff;
    }
    return crc;
  }
}
