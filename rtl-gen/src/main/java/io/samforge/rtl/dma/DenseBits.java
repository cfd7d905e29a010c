package io.samforge.rtl.dma;

import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/** Operations on a buffer that holds the open end of a dense bit stream, in whole granules. */
final class DenseBits extends Module {
  private DenseBits() {}

  /** Returns the largest width that divides both. */
  static int granule(int a, int b) {
    return b == 0 ? a : granule(b, a % b);
  }

  /** Returns the buffer without its low {@code count} bits; zeros enter at the top. */
  static Bits dropLow(Bits buffer, int count) {
    int width = buffer.width();
    return width == count
        ? bits(BigInteger.ZERO, width)
        : buffer.slice(count, width - count).extend(width);
  }

  /**
   * Returns the buffer with {@code element} placed behind its first {@code level} granules.
   *
   * @param positions the levels 0..positions-1 can occur
   */
  static Bits append(Bits buffer, Bits element, Unsigned level, int positions, int granule) {
    Bits result = place(buffer, element, 0);
    for (int position = 1; position < positions; position++) {
      result = place(buffer, element, position * granule).orElse(level.eq(position), result);
    }
    return result;
  }

  private static Bits place(Bits buffer, Bits element, int offset) {
    Bits joined = offset == 0 ? element : element.concat(buffer.slice(0, offset));
    return joined.extend(buffer.width());
  }
}
