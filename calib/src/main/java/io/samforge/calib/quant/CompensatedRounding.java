package io.samforge.calib.quant;

/**
 * Rounds the weights of an output so that the errors of its weights compensate each other in the
 * output: sequential rounding with feedback, then coordinate descent.
 *
 * <p>The objective of GPTQ (E. Frantar et al., <i>GPTQ: Accurate Post-Training Quantization for
 * Generative Pre-trained Transformers</i>, ICLR 2023), {@code d H d} for the errors {@code d = w -
 * what}, is {@code |d L|^2} with {@code H = L L^T}. Column j of {@code d L} only contains the
 * errors of weights j and later, so weights are rounded from the last to the first, each to the
 * level that makes its column least: the nearest to {@code w_j + SUM_{i>j} d_i L_ij / L_jj}. That
 * is Babai's nearest plane procedure (L. Babai, <i>On Lovasz' lattice reduction and the nearest
 * lattice point problem</i>, Combinatorica 6, 1986), which needs no inverse of H.
 *
 * <p>Every result starts from the better of this and of plain rounding, and each step of the
 * descent lowers the objective, so it is never worse than plain rounding.
 */
final class CompensatedRounding {
  private final InputStatistics statistics;
  private final int sweeps;

  /**
   * Makes a rounding.
   *
   * @param statistics of the inputs that the weights will meet
   * @param sweeps passes of coordinate descent over all weights
   */
  CompensatedRounding(InputStatistics statistics, int sweeps) {
    this.statistics = statistics;
    this.sweeps = sweeps;
  }

  /**
   * Rounds the weights of one output.
   *
   * @param target wanted weights by channel
   * @return a code for every channel
   */
  int[] round(double[] target, RowGrid grid) {
    int n = statistics.channels();
    double[] wanted = new double[n];
    int[] nearest = new int[n];
    for (int i = 0; i < n; i++) {
      wanted[i] = target[statistics.order()[i]];
      nearest[i] = grid.code(wanted[i]);
    }
    int[] codes = sequential(wanted, grid);
    if (energy(wanted, nearest, grid) <= energy(wanted, codes, grid)) {
      codes = nearest;
    }
    descend(wanted, codes, grid);
    int[] byChannel = new int[n];
    for (int i = 0; i < n; i++) {
      byChannel[statistics.order()[i]] = codes[i];
    }
    return byChannel;
  }

  private double energy(double[] wanted, int[] codes, RowGrid grid) {
    double[] errors = new double[codes.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = wanted[i] - grid.weight(codes[i]);
    }
    return statistics.energy(errors);
  }

  private int[] sequential(double[] wanted, RowGrid grid) {
    int n = wanted.length;
    double[] feedback = new double[n];
    int[] codes = new int[n];
    for (int j = n - 1; j >= 0; j--) {
      double[] row = statistics.factor()[j];
      codes[j] = grid.code(wanted[j] + feedback[j] / row[j]);
      double error = wanted[j] - grid.weight(codes[j]);
      for (int i = 0; i < j; i++) {
        feedback[i] += error * row[i];
      }
    }
    return codes;
  }

  /** Moves single weights to the level of least objective while that changes anything. */
  private void descend(double[] wanted, int[] codes, RowGrid grid) {
    int n = wanted.length;
    double[] gradient = new double[n];
    if (sweeps > 0) {
      for (int i = 0; i < n; i++) {
        add(gradient, statistics.moments()[i], wanted[i] - grid.weight(codes[i]));
      }
    }
    for (int sweep = 0; sweep < sweeps; sweep++) {
      boolean changed = false;
      for (int i = n - 1; i >= 0; i--) {
        double[] row = statistics.moments()[i];
        double now = grid.weight(codes[i]);
        int code = grid.code(now + gradient[i] / row[i]);
        double change = grid.weight(code) - now;
        if (code != codes[i] && change * (change * row[i] - 2 * gradient[i]) < 0) {
          codes[i] = code;
          add(gradient, row, -change);
          changed = true;
        }
      }
      if (!changed) {
        break;
      }
    }
  }

  private static void add(double[] sum, double[] row, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * row[i];
    }
  }
}
