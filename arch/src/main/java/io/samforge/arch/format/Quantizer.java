package io.samforge.arch.format;

/**
 * A map from real numbers to activation codes 0..L-1 and back, defined by non-decreasing
 * thresholds.
 *
 * <p>The code of x is the number of thresholds k = 1..L-1 that x reaches ({@code >=}).
 */
public sealed interface Quantizer permits UniformParameters, HluqParameters, Log2Parameters {
  /** Returns the bits of a code. */
  int bits();

  /** Returns the real number that a code 0..L-1 stands for. */
  double decode(int code);

  /** Returns whether x reaches threshold k = 1..L-1, that is, whether its code is at least k. */
  boolean reaches(double x, int k);

  /** Returns L, the number of codes. */
  default int codes() {
    return 1 << bits();
  }

  /**
   * Returns the code of a real number; infinities take the outermost codes.
   *
   * @throws IllegalArgumentException when x is not a number
   */
  default int encode(double x) {
    if (Double.isNaN(x)) {
      throw new IllegalArgumentException("NaN has no code");
    }
    int reached = 0;
    int missed = codes();
    while (missed - reached > 1) {
      int k = (reached + missed) >>> 1;
      if (reaches(x, k)) {
        reached = k;
      } else {
        missed = k;
      }
    }
    return reached;
  }
}
