package io.samforge.arch.format;

/**
 * The order-preserving map of floats to signed 32-bit integers (architecture, section 4).
 *
 * <p>Both zeros have ordinal 0; neighbouring floats have neighbouring ordinals.
 */
public final class Ordinals {
  /** The ordinal of plus infinity, the largest of any number. */
  public static final int MAX = 0x7f800000;

  /** The ordinal of minus infinity, the smallest of any number. */
  public static final int MIN = -MAX;

  private Ordinals() {}

  /**
   * Returns the ordinal of a float.
   *
   * @throws IllegalArgumentException when it is not a number
   */
  public static int of(float x) {
    if (Float.isNaN(x)) {
      throw new IllegalArgumentException("NaN has no ordinal");
    }
    int bits = Float.floatToRawIntBits(x);
    return bits < 0 ? -(bits & 0x7fffffff) : bits;
  }

  /** Returns the float of an ordinal MIN..MAX; ordinal 0 gives +0. */
  public static float toFloat(int ordinal) {
    if (ordinal < MIN || ordinal > MAX) {
      throw new IllegalArgumentException("no float has the ordinal " + ordinal);
    }
    return Float.intBitsToFloat(ordinal < 0 ? -ordinal | 0x80000000 : ordinal);
  }
}
