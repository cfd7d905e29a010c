package io.samforge.arch.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Dense streams of n-bit elements (architecture, section 6): element i occupies bits [i*n,
 * (i+1)*n), and bit 0 is the least significant bit of byte 0.
 */
public final class BitPacker {
  /** Elements of one byte that {@link #packBytes} squeezes together at a time. */
  private static final int AT_ONCE = Long.BYTES;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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

  /**
   * Writes elements that stand in a byte each as a dense stream of whole 64-bit words; bits behind
   * the last element are 0.
   *
   * @param elements unsigned elements
   * @param from the first one
   * @param count how many
   * @param bits bits of an element, 4..8
   * @param data receives the stream
   * @param at byte where the stream begins
   * @return the byte behind the last word
   * @throws IllegalArgumentException when an element needs more bits
   */
  public static int packBytes(byte[] elements, int from, int count, int bits, byte[] data, int at) {
    return packRows(elements, from, count, 1, count, count, bits, data, at);
  }

  /**
   * Writes rows of elements that stand in a byte each as one dense stream of whole 64-bit words,
   * each row filled up with zeros; bits behind the last row are 0.
   *
   * @param elements unsigned elements
   * @param from the first one
   * @param stride elements from the start of a row to that of the next
   * @param rows how many
   * @param used elements of a row, at most {@code lanes}
   * @param lanes elements of a row in the stream
   * @param bits bits of an element, 4..8
   * @param data receives the stream
   * @param at byte where the stream begins
   * @return the byte behind the last word
   * @throws IllegalArgumentException when an element needs more bits
   */
  public static int packRows(
      byte[] elements,
      int from,
      int stride,
      int rows,
      int used,
      int lanes,
      int bits,
      byte[] data,
      int at) {
    long open = 0;
    int filled = 0;
    int end = at;
    long tooHigh = 0x0101010101010101L * (0xff << bits & 0xff);
    for (int row = 0, first = from; row < rows; row++, first += stride) {
      for (int done = 0; done < lanes; done += AT_ONCE) {
        int some = Math.min(AT_ONCE, lanes - done);
        long spread = bytes(elements, first + done, Math.min(some, used - done));
        if ((spread & tooHigh) != 0) {
          throw tooLarge(spread, bits);
        }
        long dense = squeezed(spread, bits);
        open |= dense << filled;
        filled += some * bits;
        if (filled >= Long.SIZE) {
          WORD.set(data, end, open);
          end += Long.BYTES;
          filled -= Long.SIZE;
          open = filled == 0 ? 0 : dense >>> some * bits - filled;
        }
      }
    }
    if (filled > 0) {
      WORD.set(data, end, open);
      end += Long.BYTES;
    }
    return end;
  }

  /** Returns up to eight neighbours, the first one in the lowest byte; 0 in the other bytes. */
  private static long bytes(byte[] elements, int from, int count) {
    if (count == AT_ONCE) {
      return (long) WORD.get(elements, from);
    }
    long spread = 0;
    for (int i = 0; i < count; i++) {
      spread |= (elements[from + i] & 0xffL) << Byte.SIZE * i;
    }
    return spread;
  }

  /** Moves eight elements from bytes of their own to the low bits: pairs, then fours, then all. */
  private static long squeezed(long spread, int bits) {
    long pairs = spread & 0x00ff00ff00ff00ffL | (spread & 0xff00ff00ff00ff00L) >>> Byte.SIZE - bits;
    long fours =
        pairs & 0x0000ffff0000ffffL | (pairs & 0xffff0000ffff0000L) >>> 2 * (Byte.SIZE - bits);
    return fours & 0xffffffffL | fours >>> Integer.SIZE << 4 * bits;
  }

  private static IllegalArgumentException tooLarge(long spread, int bits) {
    long left = spread;
    while ((left & 0xff) >>> bits == 0) {
      left >>>= Byte.SIZE;
    }
    return new IllegalArgumentException(
        "code " + (left & 0xff) + " does not fit " + bits + " bits");
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
