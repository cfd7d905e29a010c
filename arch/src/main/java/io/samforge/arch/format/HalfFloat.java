package io.samforge.arch.format;

/**
 * Floats of 16 bits as layers deliver them: binary16 of IEEE 754-2019, section 3.6, with one sign
 * bit, five bits of exponent and ten of fraction, but without infinities and NaN (architecture,
 * section 4).
 */
public final class HalfFloat {
  private static final int FRACTION_BITS = 10;
  private static final int DROPPED_BITS = 23 - FRACTION_BITS;
  private static final int BIAS_DIFFERENCE = 127 - 15;
  private static final int LARGEST = 0x7bff;
  private static final float SMALLEST = 0x1p-14f;

  private HalfFloat() {}

  /**
   * Returns the 16 bits of the nearest half, ties to even. A magnitude below 2^-14 becomes a zero
   * of its sign, one that rounds to more than 65504 becomes 65504.
   *
   * @param value any number but NaN, which no layer computes
   */
  public static short bits(float value) {
    if (Float.isNaN(value)) {
      throw new IllegalArgumentException("NaN is no output of a layer");
    }
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (magnitude < SMALLEST) {
      return (short) sign;
    }
    int bits = Float.floatToRawIntBits(magnitude);
    int kept = bits >>> DROPPED_BITS;
    int half = 1 << (DROPPED_BITS - 1);
    int lost = bits & ((1 << DROPPED_BITS) - 1);
    boolean up = lost > half || lost == half && (kept & 1) == 1;
    int rounded = kept - (BIAS_DIFFERENCE << FRACTION_BITS) + (up ? 1 : 0);
    return (short) (sign | Math.min(rounded, LARGEST));
  }

  /**
   * Returns the number that 16 bits stand for, whether or not {@link #bits} gives them: all finite
   * numbers of binary16.
   */
  public static float value(short bits) {
    int exponent = bits >>> FRACTION_BITS & 0x1f;
    int fraction = bits & ((1 << FRACTION_BITS) - 1);
    if (exponent == 0x1f) {
      throw new IllegalArgumentException(
          "%04x is no finite half".formatted(Short.toUnsignedInt(bits)));
    }
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-24f
            : Float.intBitsToFloat(exponent + BIAS_DIFFERENCE << 23 | fraction << DROPPED_BITS);
    return bits < 0 ? -magnitude : magnitude;
  }

  /** Returns the nearest half of a number, as a float of 32 bits; see {@link #bits}. */
  public static float round(float value) {
    return value(bits(value));
  }
}
