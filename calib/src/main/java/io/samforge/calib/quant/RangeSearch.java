package io.samforge.calib.quant;

import io.samforge.arch.format.UniformParameters;
import java.util.function.ToDoubleFunction;

/**
 * Finds the range of a uniform quantiser by its error instead of by the extreme values: both ends
 * are drawn in by factors of a grid, then by smaller and smaller steps around the best pair.
 *
 * <p>Zero stays inside the range, and the full range is one of the candidates, so the result is
 * never worse than it.
 */
public final class RangeSearch {
  private static final int GRID = 10;
  private static final double SMALLEST_STEP = 0.005;

  private final int bits;
  private final ToDoubleFunction<UniformParameters> error;

  /**
   * Makes a search.
   *
   * @param bits bits of a code
   * @param error what is minimised
   */
  public RangeSearch(int bits, ToDoubleFunction<UniformParameters> error) {
    this.bits = bits;
    this.error = error;
  }

  /** The best quantiser found inside of {@code range}. */
  public UniformParameters search(ChannelRange range) {
    State state = new State(Math.min(range.min(), 0.0), Math.max(range.max(), 0.0));
    for (int low = GRID; low >= 1; low--) {
      for (int high = GRID; high >= 1; high--) {
        state.attempt((double) low / GRID, (double) high / GRID);
      }
    }
    for (double step = 0.5 / GRID; step >= SMALLEST_STEP; step /= 2) {
      while (state.improve(step)) {
        // Goes on with the same step from the better point.
      }
    }
    return state.best;
  }

  /** The quantiser of the whole of {@code range}. */
  public static UniformParameters whole(ChannelRange range, int bits) {
    return uniform(Math.min(range.min(), 0.0), Math.max(range.max(), 0.0), bits);
  }

  private static UniformParameters uniform(double low, double high, int bits) {
    int top = (1 << bits) - 1;
    double scale = Math.max((high - low) / top, ChannelRange.SMALLEST_SCALE);
    double zero = Math.max(0, Math.min(top, -Math.rint(low / scale)));
    return new UniformParameters(bits, scale, (int) zero);
  }

  private final class State {
    private final double low;
    private final double high;
    private double lowFactor;
    private double highFactor;
    private double bestError = Double.POSITIVE_INFINITY;
    private UniformParameters best;

    State(double low, double high) {
      this.low = low;
      this.high = high;
      attempt(1, 1);
    }

    boolean attempt(double newLow, double newHigh) {
      if (newLow <= 0 || newHigh <= 0 || newLow > 1 || newHigh > 1) {
        return false;
      }
      UniformParameters candidate = uniform(low * newLow, high * newHigh, bits);
      double value = error.applyAsDouble(candidate);
      if (value >= bestError) {
        return false;
      }
      bestError = value;
      best = candidate;
      lowFactor = newLow;
      highFactor = newHigh;
      return true;
    }

    boolean improve(double step) {
      double fromLow = lowFactor;
      double fromHigh = highFactor;
      boolean better = attempt(fromLow - step, fromHigh);
      better |= attempt(fromLow + step, fromHigh);
      better |= attempt(fromLow, fromHigh - step);
      better |= attempt(fromLow, fromHigh + step);
      return better;
    }
  }
}
