package io.samforge.calib.quant;

import io.samforge.arch.format.HluqParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses how a hybrid log-uniform quantiser splits range and codes: a 3 x 3 grid search on the
 * output error of the linear layer that reads the tensor (docs/algorithm.md, HLUQ).
 *
 * <p>The error of a candidate is the mean square of {@code W (xhat - x)} over all tokens and
 * outputs, with float weights; the bias cancels. Candidates are compared with the levels the
 * hardware has, including the cap on shifts.
 */
public final class HluqSearch {
  private static final double[] RANGE_SHARES = {0.1, 0.3, 0.5};
  private static final double[] FINE_RANGE_SHARES = {
    0.02, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5
  };
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
   * @param all all candidates, rho in the outer loop
   */
  public record Outcome(Candidate best, List<Candidate> all) {
    /** Copies the list. */
    public Outcome {
      all = List.copyOf(all);
    }
  }

  /**
   * Searches the split for {@code input}, shape [tokens][channels], read by a linear layer with
   * {@code weights}, shape [outputs][channels]; the range is that of the input.
   *
   * @throws IllegalArgumentException if the input is constant: it has no range to split
   */
  public Outcome search(FloatMatrix input, FloatMatrix weights) {
    return search(ChannelRange.ofAll(input), input, weights);
  }

  /**
   * Searches the published grid for a tensor whose range is known, with the errors of a sample.
   *
   * @param range from the offset m to the largest value
   * @param input sampled tokens, shape [tokens][channels]
   * @param weights of the layer that reads them, shape [outputs][channels]
   * @throws IllegalArgumentException if the range is empty
   */
  public Outcome search(ChannelRange range, FloatMatrix input, FloatMatrix weights) {
    return search(range, new OutputError(input, weights), RANGE_SHARES, false);
  }

  /**
   * Searches a finer grid whose highest level is exactly the largest value, so that nothing inside
   * of the range is clipped (docs/algorithm.md, HLUQ).
   *
   * @param range from the offset m to the largest value
   * @param input sampled tokens, shape [tokens][channels]
   * @param weights of the layer that reads them, shape [outputs][channels]
   * @throws IllegalArgumentException if the range is empty
   */
  public Outcome searchFine(ChannelRange range, FloatMatrix input, FloatMatrix weights) {
    return search(range, new OutputError(input, weights), FINE_RANGE_SHARES, true);
  }

  private Outcome search(
      ChannelRange range, OutputError error, double[] rangeShares, boolean reachesTop) {
    if (range.min() == range.max()) {
      throw new IllegalArgumentException("the tensor is constant, " + range.min());
    }
    List<Candidate> all = new ArrayList<>();
    for (double rho : rangeShares) {
      for (double gamma : CODE_SHARES) {
        HluqParameters parameters = split(range, rho, gamma, reachesTop);
        all.add(new Candidate(rho, gamma, parameters, error.of(parameters)));
      }
    }
    Candidate best = all.get(0);
    for (Candidate candidate : all) {
      best = candidate.error < best.error ? candidate : best;
    }
    return new Outcome(best, all);
  }

  private HluqParameters split(ChannelRange range, double rho, double gamma, boolean reachesTop) {
    int levels = 1 << bits;
    int logCodes = Math.max(1, (int) (levels * gamma));
    double width = (double) range.max() - range.min();
    double steps = reachesTop ? levels - 1 - logCodes : (levels - 1) * (1 - gamma);
    return new HluqParameters(bits, logCodes, range.min(), width * rho, width * (1 - rho) / steps);
  }
}
