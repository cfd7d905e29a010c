package io.samforge.calib.fold;

import java.util.Arrays;

/**
 * The density of values, estimated with a Gaussian at every value.
 *
 * <p>The Gaussians are as wide as D. W. Scott's rule says, <i>Multivariate Density Estimation</i>,
 * 1992, section 6.5: {@code n^(-1/5)} of the standard deviation, whose sum of squares is divided by
 * {@code n - 1}.
 *
 * @param first the smallest value, where the first point is
 * @param step distance of two points; zero if all values are the same
 * @param density the estimate at the points, the last of which is at the largest value
 */
public record KernelDensity(double first, double step, double[] density) {
  /** Widths behind which a Gaussian is left out: it is below 1e-17 of its peak there. */
  private static final double REACH = 9;

  /**
   * Estimates the density of {@code values}, which are not changed.
   *
   * @param values any order, finite
   * @param points number of points, at least two
   */
  public static KernelDensity of(float[] values, int points) {
    if (values.length == 0 || points < 2) {
      throw new IllegalArgumentException(
          "%d values at %d points; allowed: at least 1 and 2".formatted(values.length, points));
    }
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double first = sorted[0];
    double step = (sorted[sorted.length - 1] - first) / (points - 1);
    double[] density = new double[points];
    if (step > 0) {
      double width = Math.pow(sorted.length, -0.2) * deviation(sorted);
      for (int p = 0; p < points; p++) {
        density[p] = at(sorted, first + p * step, width);
      }
    }
    return new KernelDensity(first, step, density);
  }

  private static double deviation(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value;
    }
    mean /= values.length;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  private static double at(float[] sorted, double x, double width) {
    double sum = 0;
    int from = firstFrom(sorted, x - REACH * width);
    for (int i = from; i < sorted.length && sorted[i] <= x + REACH * width; i++) {
      double distance = (sorted[i] - x) / width;
      sum += Math.exp(-distance * distance / 2);
    }
    return sum / (sorted.length * width * Math.sqrt(2 * Math.PI));
  }

  /** The index of the first element that is not below {@code limit}. */
  private static int firstFrom(float[] sorted, double limit) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The value at a point. */
  public double position(int point) {
    return first + point * step;
  }
}
