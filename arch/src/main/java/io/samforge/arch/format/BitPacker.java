package io.samforge.arch.format;

/**
 * Dense streams of n-bit elements (architecture, section 6): element i occupies bits [i*n,
 * (i+1)*n), and bit 0 is the least significant bit of byte 0.
 */
public final class BitPacker {
  private BitPacker() {}

  /** Returns the fewest bytes that hold a number of elements. */
  public static int byteCount(long elements, int bits) {
    return Math.toIntExact((elements * bits + 7) / 8);
  }

  /** Returns the dense stream of some values, of which only the low bits count. */
  public static byte[] pack(int[] values, int bits) {
    byte[] data = new byte[byteCount(values.length, bits)];
    for (int i = 0; i < values.length; i++) {
      put(data, (long) i * bits, bits, values[i]);
    }
    return data;
  }

  /** Returns the first values of a dense stream, unsigned (32-bit values as they are). */
  public static int[] unpack(byte[] data, int bits, int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = get(data, (long) i * bits, bits);
    }
    return values;
  }

  /** Writes the low bits of a value at a bit position; the other bits of the bytes stay. */
  public static void put(byte[] data, long position, int bits, int value) {
    checkBits(bits);
    int index = (int) (position >>> 3);
    int shift = (int) (position & 7);
    long mask = ((1L << bits) - 1) << shift;
    long shifted = Integer.toUnsignedLong(value) << shift & mask;
    for (int done = 0; done < shift + bits; done += 8) {
      data[index] = (byte) (data[index] & ~(mask >>> done) | shifted >>> done);
      index++;
    }
  }

  /** Returns the unsigned element at a bit position (32-bit elements as they are). */
  public static int get(byte[] data, long position, int bits) {
    checkBits(bits);
    int index = (int) (position >>> 3);
    int shift = (int) (position & 7);
    long value = 0;
    for (int done = 0; done < shift + bits; done += 8) {
      value |= (data[index] & 0xffL) << done;
      index++;
    }
    return (int) (value >>> shift & (1L << bits) - 1);
  }

  private static void checkBits(int bits) {
    if (bits < 1 || bits > 32) {
      throw new IllegalArgumentException("element of " + bits + " bits; allowed: 1 to 32");
    }
  }
}
