package io.samforge.calib.quant;

import java.util.ArrayList;
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

  private final int levels;
  private final int shiftLimit;

  /** Makes a search for {@code levels} codes on hardware with {@code shiftLimit} shifts. */
  public HluqSearch(int levels, int shiftLimit) {
    this.levels = levels;
    this.shiftLimit = shiftLimit;
  }

  /**
   * One candidate.
   *
   * @param rho share of the value range given to the log part
   * @param gamma share of the codes given to the log part
   * @param nLog number of log codes, L * gamma
   * @param min the tensor minimum m
   * @param sLog breakpoint above the minimum
   * @param sUni step of the uniform part
   * @param error mean squared error of the linear layer's output
   */
  public record Candidate(
      double rho, double gamma, int nLog, float min, double sLog, double sUni, double error) {}

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
    double width = (double) range.max() - range.min();
    if (!(width > 0)) {
      throw new IllegalArgumentException("the tensor is constant, " + range.min());
    }
    FloatMatrix columns = weights.transposed();
    List<Candidate> all = new ArrayList<>();
    for (double rho : RANGE_SHARES) {
      for (double gamma : CODE_SHARES) {
        int nLog = (int) (levels * gamma);
        double sLog = width * rho;
        double sUni = width * (1 - rho) / ((levels - 1) * (1 - gamma));
        double error = outputError(input, columns, range.min(), nLog, sLog, sUni);
        all.add(new Candidate(rho, gamma, nLog, range.min(), sLog, sUni, error));
      }
    }
    Candidate best = all.get(0);
    for (Candidate candidate : all) {
      best = candidate.error < best.error ? candidate : best;
    }
    return new Outcome(best, all);
  }

  private double outputError(
      FloatMatrix input, FloatMatrix columns, float min, int nLog, double sLog, double sUni) {
    HluqLevels quantiser = new HluqLevels(levels, nLog, shiftLimit, sLog, sUni);
    double[] perToken = new double[input.rows()];
    // Every token writes its own element and they are added in order: independent of the threads.
    IntStream.range(0, input.rows())
        .parallel()
        .forEach(t -> perToken[t] = tokenError(input.row(t), columns, min, quantiser));
    double sum = 0;
    for (double error : perToken) {
      sum += error;
    }
    return sum / ((double) input.rows() * columns.columns());
  }

  private static double tokenError(
      float[] token, FloatMatrix columns, float min, HluqLevels quantiser) {
    for (int c = 0; c < token.length; c++) {
      double x = (double) token[c] - min;
      token[c] = (float) (quantiser.decode(quantiser.encode(x)) - x);
    }
    float[] difference = new float[columns.columns()];
    columns.accumulateProduct(token, difference);
    double sum = 0;
    for (float d : difference) {
      sum += (double) d * d;
    }
    return sum;
  }
}
