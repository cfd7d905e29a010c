package io.samforge.calib.quant;

import io.samforge.arch.format.HluqParameters;
import java.util.function.ToDoubleFunction;

/**
 * Improves a hybrid log-uniform quantiser by coordinate descent on offset, log scale and uniform
 * scale, for every share of log codes.
 *
 * <p>Unlike the grids of {@link HluqSearch} this may clip: it is told by the error only.
 */
public final class HluqRefinement {
  private static final double[] LOG_SHARES = {0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5};
  private static final double[] TOP_SHARES = {0.3, 0.5, 0.7, 1};
  private static final double FIRST_STEP = 0.3;
  private static final double LAST_STEP = 0.004;

  private final int bits;
  private final ToDoubleFunction<HluqParameters> error;

  /**
   * Makes a refinement.
   *
   * @param bits bits of a code
   * @param error what is minimised
   */
  public HluqRefinement(int bits, ToDoubleFunction<HluqParameters> error) {
    this.bits = bits;
    this.error = error;
  }

  /**
   * The best quantiser found for values in {@code range}; never worse than {@code start}.
   *
   * @throws IllegalArgumentException if the range is empty
   */
  public HluqParameters search(ChannelRange range, HluqParameters start) {
    double width = (double) range.max() - range.min();
    if (width == 0) {
      throw new IllegalArgumentException("the tensor is constant, " + range.min());
    }
    Point best = descend(new Point(start, error.applyAsDouble(start)), width);
    int levels = 1 << bits;
    for (int logCodes : new int[] {Math.max(1, levels / 8), levels / 4, levels / 2}) {
      Point found = descend(bestOfGrid(range.min(), width, logCodes), width);
      best = found.error < best.error ? found : best;
    }
    return best.parameters;
  }

  private Point bestOfGrid(double offset, double width, int logCodes) {
    Point best = null;
    for (double log : LOG_SHARES) {
      for (double top : TOP_SHARES) {
        double span = Math.max(width * top - width * log, width * 0.02);
        double step = span / ((1 << bits) - 1 - logCodes);
        HluqParameters candidate = new HluqParameters(bits, logCodes, offset, width * log, step);
        double value = error.applyAsDouble(candidate);
        if (best == null || value < best.error) {
          best = new Point(candidate, value);
        }
      }
    }
    return best;
  }

  private Point descend(Point start, double width) {
    Point best = start;
    for (double step = FIRST_STEP; step >= LAST_STEP; step /= 2) {
      boolean better = true;
      while (better) {
        Point before = best;
        for (double s : new double[] {step, -step}) {
          HluqParameters p = best.parameters;
          best = better(best, moved(p, p.offset() + 0.1 * s * width, 1, 1));
          p = best.parameters;
          best = better(best, moved(p, p.offset(), Math.pow(1 + step, Math.signum(s)), 1));
          p = best.parameters;
          best = better(best, moved(p, p.offset(), 1, Math.pow(1 + step, Math.signum(s))));
        }
        better = best.error < before.error * (1 - 1e-6);
      }
    }
    return best;
  }

  private Point better(Point best, HluqParameters candidate) {
    double value = error.applyAsDouble(candidate);
    return value < best.error ? new Point(candidate, value) : best;
  }

  private HluqParameters moved(HluqParameters p, double offset, double log, double uniform) {
    return new HluqParameters(
        bits, p.nLog(), offset, p.scaleLog() * log, p.scaleUniform() * uniform);
  }

  private record Point(HluqParameters parameters, double error) {}
}
