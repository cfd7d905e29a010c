package io.samforge.calib.quant;

import io.samforge.arch.format.HluqParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses how a hybrid log-uniform quantiser splits range and codes: a 3 x 3 grid search on the
 * output error of the linear layer that reads the tensor (docs/algorithm.md, HLUQ).
 *
 * <p>The error of a candidate is the mean square of {@code W (xhat - x)} over all tokens and
 * outputs, with float weights; the bias cancels. All tokens are used. Candidates are compared with
 * the levels the hardware has, including the cap on shifts.
 */
public final class HluqSearch {
  private static final double[] RANGE_SHARES = {0.1, 0.3, 0.5};
  private static final double[] CODE_SHARES = {0.125, 0.25, 0.5};

  private final int bits;

  /** Makes a search for codes of {@code bits} bits. */
  public HluqSearch(int bits) {
    this.bits = bits;
  }

  /**
   * One candidate.
   *
   * @param rho share of the value range given to the log part
   * @param gamma share of the codes given to the log part
   * @param parameters the quantiser, not yet on a scale grid
   * @param error mean squared error of the linear layer's output
   */
  public record Candidate(double rho, double gamma, HluqParameters parameters, double error) {}

  /**
   * The result of a search.
   *
   * @param best the candidate of least error, the first of equals
   * @param all all nine candidates, rho in the outer loop
   */
  public record Outcome(Candidate best, List<Candidate> all) {
    /** Copies the list. */
    public Outcome {
      all = List.copyOf(all);
    }
  }

  /**
   * Searches the split for {@code input}, shape [tokens][channels], read by a linear layer with
   * {@code weights}, shape [outputs][channels].
   *
   * @throws IllegalArgumentException if the input is constant: it has no range to split
   */
  public Outcome search(FloatMatrix input, FloatMatrix weights) {
    ChannelRange range = ChannelRange.ofAll(input);
    if (range.min() == range.max()) {
      throw new IllegalArgumentException("the tensor is constant, " + range.min());
    }
    FloatMatrix columns = weights.transposed();
    List<Candidate> all = new ArrayList<>();
    for (double rho : RANGE_SHARES) {
      for (double gamma : CODE_SHARES) {
        HluqParameters parameters = split(range, rho, gamma);
        all.add(new Candidate(rho, gamma, parameters, outputError(input, columns, parameters)));
      }
    }
    Candidate best = all.get(0);
    for (Candidate candidate : all) {
      best = candidate.error < best.error ? candidate : best;
    }
    return new Outcome(best, all);
  }

  private HluqParameters split(ChannelRange range, double rho, double gamma) {
    int levels = 1 << bits;
    double width = (double) range.max() - range.min();
    double scaleUniform = width * (1 - rho) / ((levels - 1) * (1 - gamma));
    return new HluqParameters(bits, (int) (levels * gamma), range.min(), width * rho, scaleUniform);
  }

  private static double outputError(
      FloatMatrix input, FloatMatrix columns, HluqParameters parameters) {
    Levels levels = Levels.of(parameters);
    double[] perToken = new double[input.rows()];
    // Every token writes its own element and they are added in order: independent of the threads.
    IntStream.range(0, input.rows())
        .parallel()
        .forEach(t -> perToken[t] = tokenError(input.row(t), columns, levels));
    return Arrays.stream(perToken).sum() / ((double) input.rows() * columns.columns());
  }

  private static double tokenError(float[] token, FloatMatrix columns, Levels levels) {
    for (int c = 0; c < token.length; c++) {
      token[c] = (float) (levels.nearest(token[c]) - token[c]);
    }
    float[] difference = new float[columns.columns()];
    columns.accumulateProduct(token, difference);
    double sum = 0;
    for (float d : difference) {
      sum += (double) d * d;
    }
    return sum;
  }

  /** Thresholds (on x minus the offset) and values of all codes, computed once per candidate. */
  private record Levels(double offset, double[] thresholds, double[] values) {
    static Levels of(HluqParameters parameters) {
      double[] thresholds = new double[parameters.codes()];
      double[] values = new double[parameters.codes()];
      Arrays.setAll(thresholds, k -> k == 0 ? 0 : parameters.threshold(k));
      Arrays.setAll(values, parameters::decode);
      return new Levels(parameters.offset(), thresholds, values);
    }

    double nearest(float x) {
      double above = x - offset;
      int reached = 0;
      int missed = thresholds.length;
      while (missed - reached > 1) {
        int k = (reached + missed) >>> 1;
        if (above >= thresholds[k]) {
          reached = k;
        } else {
          missed = k;
        }
      }
      return values[reached];
    }
  }
}
