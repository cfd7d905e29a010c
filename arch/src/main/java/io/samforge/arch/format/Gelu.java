package io.samforge.arch.format;

import org.apache.commons.numbers.gamma.Erfc;

/** The Gaussian error linear unit in its exact form, {@code x * Phi(x)}. */
public final class Gelu {
  /** Where GELU is smallest: the root of {@code Phi(x) + x * phi(x)}. */
  public static final double ARGMIN = -0.7517915246935645;

  private static final double SQRT_HALF = Math.sqrt(0.5);

  private Gelu() {}

  /** Returns {@code x/2 * erfc(-x/sqrt(2))}; minus infinity gives -0.0. */
  public static double apply(double x) {
    if (x == Double.NEGATIVE_INFINITY) {
      return -0.0;
    }
    return 0.5 * x * Erfc.value(-x * SQRT_HALF);
  }

  /**
   * Returns the ordinal of the float whose GELU is smallest.
   *
   * <p>GELU decreases on the floats below it and increases on the floats from it on.
   */
  public static int branchOrdinal() {
    int centre = Ordinals.of((float) ARGMIN);
    int best = centre;
    for (int candidate = centre - 2; candidate <= centre + 2; candidate++) {
      if (apply(Ordinals.toFloat(candidate)) < apply(Ordinals.toFloat(best))) {
        best = candidate;
      }
    }
    return best;
  }
}
