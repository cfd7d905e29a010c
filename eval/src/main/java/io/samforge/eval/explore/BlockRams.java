package io.samforge.eval.explore;

/**
 * Block RAMs of a memory with one port to write and one to read, as Yosys 0.23 divides it for
 * UltraScale+: by the depth into words of 36, 18 or 9 bits.
 */
final class BlockRams {
  /** The shallowest memory that is not put into look-up tables. */
  static final int LEAST_DEPTH = 256;

  private BlockRams() {}

  /** Returns blocks of 36 Kbit; one of 18 Kbit counts half. */
  static double of(int depth, int width) {
    if (depth < LEAST_DEPTH || Integer.bitCount(depth) != 1) {
      throw new IllegalArgumentException("a memory of " + depth + " words");
    }
    if (depth <= 512) {
      return ceil(width, 36) / 2.0;
    }
    if (depth == 1024) {
      return ceil(width, 18) / 2.0;
    }
    return depth == 2048 ? ceil(width, 18) : (double) ceil(width, 9) * depth / 4096;
  }

  private static int ceil(int value, int unit) {
    return (value + unit - 1) / unit;
  }
}
