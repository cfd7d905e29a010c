package io.samforge.calib.quant;

import java.util.function.DoubleUnaryOperator;

/**
 * The minimum of a function of one variable on an interval, without derivatives.
 *
 * <p>Golden sections with parabolic steps: R. P. Brent, <i>Algorithms for Minimization without
 * Derivatives</i>, 1973, chapter 5, with the tolerances that the published calibration uses.
 *
 * @param x where the least value was found
 * @param value the least value
 */
public record BoundedMinimum(double x, double value) {
  private static final double GOLDEN = (3 - Math.sqrt(5)) / 2;
  private static final double RELATIVE = Math.sqrt(2.2e-16);
  private static final double TOLERANCE = 1e-5;
  private static final int MAX_EVALUATIONS = 500;

  /**
   * Finds a local minimum of {@code function} on [{@code low}, {@code high}]; the global one if the
   * function has only one there.
   */
  public static BoundedMinimum of(DoubleUnaryOperator function, double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException("no interval: [%s, %s]".formatted(low, high));
    }
    return new Search(function, low, high).run();
  }

  /** The state of one search: a bracket and the three best points. */
  private static final class Search {
    private final DoubleUnaryOperator function;
    private double low;
    private double high;
    private double best;
    private double second;
    private double third;
    private double bestValue;
    private double secondValue;
    private double thirdValue;
    private double step;
    private double stepBefore;

    Search(DoubleUnaryOperator function, double low, double high) {
      this.function = function;
      this.low = low;
      this.high = high;
      best = low + GOLDEN * (high - low);
      second = best;
      third = best;
      bestValue = function.applyAsDouble(best);
      secondValue = bestValue;
      thirdValue = bestValue;
    }

    BoundedMinimum run() {
      for (int evaluations = 1; evaluations < MAX_EVALUATIONS; evaluations++) {
        double middle = (low + high) / 2;
        double tolerance = RELATIVE * Math.abs(best) + TOLERANCE / 3;
        if (Math.abs(best - middle) <= 2 * tolerance - (high - low) / 2) {
          break;
        }
        if (!parabolicStep(middle, tolerance)) {
          stepBefore = best >= middle ? low - best : high - best;
          step = GOLDEN * stepBefore;
        }
        double direction = step >= 0 ? 1 : -1;
        double trial = best + direction * Math.max(Math.abs(step), tolerance);
        record(trial, function.applyAsDouble(trial));
      }
      return new BoundedMinimum(best, bestValue);
    }

    /** Takes the step to the vertex of the parabola through the three points if it is safe. */
    private boolean parabolicStep(double middle, double tolerance) {
      if (Math.abs(stepBefore) <= tolerance) {
        return false;
      }
      double r = (best - second) * (bestValue - thirdValue);
      double q = (best - third) * (bestValue - secondValue);
      double p = (best - third) * q - (best - second) * r;
      q = 2 * (q - r);
      if (q > 0) {
        p = -p;
      }
      q = Math.abs(q);
      double limit = stepBefore;
      stepBefore = step;
      boolean safe =
          Math.abs(p) < Math.abs(0.5 * q * limit) && p > q * (low - best) && p < q * (high - best);
      if (!safe) {
        return false;
      }
      step = p / q;
      double trial = best + step;
      if (trial - low < 2 * tolerance || high - trial < 2 * tolerance) {
        step = middle - best >= 0 ? tolerance : -tolerance;
      }
      return true;
    }

    private void record(double trial, double value) {
      if (value <= bestValue) {
        if (trial >= best) {
          low = best;
        } else {
          high = best;
        }
        third = second;
        thirdValue = secondValue;
        second = best;
        secondValue = bestValue;
        best = trial;
        bestValue = value;
        return;
      }
      if (trial < best) {
        low = trial;
      } else {
        high = trial;
      }
      if (value <= secondValue || second == best) {
        third = second;
        thirdValue = secondValue;
        second = trial;
        secondValue = value;
      } else if (value <= thirdValue || third == best || third == second) {
        third = trial;
        thirdValue = value;
      }
    }
  }
}
