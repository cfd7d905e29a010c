package io.samforge.eval.energy;

import java.util.Arrays;

/**
 * A modelled number and the range in which nine of ten samples lie.
 *
 * @param nominal the number with all figures at their nominal values
 * @param low a twentieth of the samples is below
 * @param high a twentieth of the samples is above
 */
public record Interval(double nominal, double low, double high) {
  /** Exactly one: a thing over itself. */
  public static final Interval ONE = new Interval(1, 1, 1);

  private static final double TAIL = 0.05;

  /** Returns the range of samples, which need not be in order. */
  static Interval of(double nominal, double[] samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    int tail = (int) (TAIL * sorted.length);
    return new Interval(nominal, sorted[tail], sorted[sorted.length - 1 - tail]);
  }
}
