package io.samforge.arch.format;

/**
 * Single precision as the hardware computes it (architecture, section 3): IEEE-754 round to nearest
 * even, with subnormal operands and results replaced by a zero of their sign.
 */
public final class HwFloat {
  private HwFloat() {}

  /** Returns the float nearest to an integer. */
  public static float fromLong(long value) {
    return (float) value;
  }

  /** Returns the product; it is zero when its exact magnitude is below 2^-126. */
  public static float mul(float a, float b) {
    // The product of two 24-bit significands is exact in double, so this rounds once.
    double exact = (double) flush(a) * flush(b);
    return Math.abs(exact) < Float.MIN_NORMAL ? (float) Math.copySign(0.0, exact) : (float) exact;
  }

  /** Returns the sum; it is zero when its magnitude is below 2^-126. */
  public static float add(float a, float b) {
    return flush(flush(a) + flush(b));
  }

  /** Returns a zero of the same sign for a subnormal number, and any other float as it is. */
  public static float flush(float x) {
    return Math.abs(x) < Float.MIN_NORMAL ? Math.copySign(0f, x) : x;
  }

  /** Returns whether a float is finite and neither subnormal nor NaN. */
  public static boolean normalOrZero(float x) {
    return Float.isFinite(x) && (x == 0 || Math.abs(x) >= Float.MIN_NORMAL);
  }
}
