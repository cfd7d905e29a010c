package io.samforge.arch.layer;

import java.util.Arrays;

/**
 * The common grid of a layer's entry scales: {@code s_j = m_j * s_0} with 16-bit integers m_j
 * (architecture, section 3).
 *
 * <p>The base is rounded to {@value #BASE_BITS} significant bits, so every product is exact in
 * double.
 *
 * @param multipliers m_j, 1..65535
 * @param baseScale s_0
 */
public record ScaleGrid(int[] multipliers, double baseScale) {
  /** The largest multiplier. */
  public static final int MAX_MULTIPLIER = 65535;

  private static final int BASE_BITS = 36;

  /** Rejects multipliers that are not 16 bits and bases whose products would be rounded. */
  public ScaleGrid {
    multipliers = multipliers.clone();
    for (int m : multipliers) {
      if (m < 1 || m > MAX_MULTIPLIER) {
        throw new IllegalArgumentException("multiplier " + m + "; allowed: 1 to 65535");
      }
    }
    if (!(baseScale >= 0x1p-900 && baseScale <= 0x1p900) || baseScale != roundBase(baseScale)) {
      throw new IllegalArgumentException(
          "base scale " + baseScale + "; allowed: positive, " + BASE_BITS + " significant bits");
    }
  }

  /**
   * Returns the grid that meets some scales with the smallest worst relative error.
   *
   * <p>Every multiplier of the largest scale is tried, the others are rounded to it, and the base
   * is put in the middle of the errors. Two scales whose ratio is below 65535 are met within about
   * 1e-5. A scale that is smaller compared with the largest gets the multiplier 1 and does not
   * count.
   *
   * @param wanted the wanted s_j, finite and positive
   */
  public static ScaleGrid of(double... wanted) {
    return of(MAX_MULTIPLIER, wanted);
  }

  /**
   * Returns the grid of {@link #of(double...)} among those whose multipliers are not larger than
   * some number; two scales are then met within about its inverse.
   *
   * @param most the largest multiplier that may be used, 1..65535
   * @param wanted the wanted s_j, finite and positive
   */
  public static ScaleGrid of(int most, double[] wanted) {
    double largest = 0;
    for (double s : wanted) {
      if (!(s > 0) || Double.isInfinite(s)) {
        throw new IllegalArgumentException("scale " + s + "; allowed: finite and positive");
      }
      largest = Math.max(largest, s);
    }
    double smallest = largest / most;
    double[] scales = Arrays.stream(wanted).map(s -> Math.max(s, smallest)).toArray();
    int best = most;
    double bestError = Double.POSITIVE_INFINITY;
    for (int top = most; top >= 1; top--) {
      double error = spread(scales, largest, top);
      if (error < bestError) {
        best = top;
        bestError = error;
      }
    }
    int[] multipliers = new int[scales.length];
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (int j = 0; j < scales.length; j++) {
      multipliers[j] = multiplier(scales[j], largest, best);
      low = Math.min(low, multipliers[j] / scales[j]);
      high = Math.max(high, multipliers[j] / scales[j]);
    }
    return new ScaleGrid(multipliers, roundBase(2 / (low + high)));
  }

  /**
   * Returns the grid of the same largest scale whose other scales are not below the wanted ones.
   *
   * <p>With small multipliers the nearest grid would make scales narrower by several per cent, and
   * codes on it would clip what the wanted ones do not.
   *
   * @param most the largest multiplier, 1..65535
   * @param wanted the wanted s_j, finite and positive
   */
  public static ScaleGrid covering(int most, double[] wanted) {
    double largest = Arrays.stream(wanted).max().orElseThrow();
    int[] multipliers =
        Arrays.stream(wanted)
            .mapToInt(s -> (int) Math.max(1, Math.ceil(s / largest * most)))
            .toArray();
    return new ScaleGrid(multipliers, roundBase(largest / most));
  }

  /**
   * Returns the grid that has these multipliers and, behind them, each of them times {@code
   * 2^bits}.
   *
   * @throws IllegalArgumentException when a multiplier becomes larger than 65535
   */
  public ScaleGrid doubled(int bits) {
    int[] both = Arrays.copyOf(multipliers, 2 * multipliers.length);
    for (int j = 0; j < multipliers.length; j++) {
      both[multipliers.length + j] = multipliers[j] << bits;
    }
    return new ScaleGrid(both, baseScale);
  }

  /**
   * Returns the first half of some scales; the inverse of {@link #doubled} for scales.
   *
   * @throws IllegalArgumentException when the second half is not exactly {@code 2^bits} times the
   *     first
   */
  static double[] firstHalf(double[] scales, int bits) {
    double[] half = Arrays.copyOf(scales, scales.length / 2);
    for (int j = 0; j < half.length; j++) {
      if (scales[half.length + j] != Math.scalb(half[j], bits)) {
        throw new IllegalArgumentException(
            "entry %d has the scale %s; allowed: 2^%d times the %s of entry %d"
                .formatted(half.length + j, scales[half.length + j], bits, half[j], j));
      }
    }
    return half;
  }

  /** Returns {@code s_j = m_j * s_0}, exact. */
  public double scale(int entry) {
    return multipliers[entry] * baseScale;
  }

  /** Returns all entry scales. */
  public double[] scales() {
    double[] scales = new double[multipliers.length];
    for (int j = 0; j < scales.length; j++) {
      scales[j] = scale(j);
    }
    return scales;
  }

  /** Returns the worst relative difference between this grid and some wanted scales. */
  public double worstRelativeError(double... wanted) {
    double worst = 0;
    for (int j = 0; j < wanted.length; j++) {
      worst = Math.max(worst, Math.abs(scale(j) / wanted[j] - 1));
    }
    return worst;
  }

  private static int multiplier(double scale, double largest, int top) {
    return (int) Math.max(1, Math.rint(scale / largest * top));
  }

  private static double spread(double[] scales, double largest, int top) {
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (double s : scales) {
      double ratio = multiplier(s, largest, top) / (s / largest);
      low = Math.min(low, ratio);
      high = Math.max(high, ratio);
    }
    return (high - low) / (high + low);
  }

  private static double roundBase(double base) {
    double unit = Math.scalb(1.0, Math.getExponent(base) - (BASE_BITS - 1));
    return Math.rint(base / unit) * unit;
  }
}
