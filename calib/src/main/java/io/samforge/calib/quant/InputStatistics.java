package io.samforge.calib.quant;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * Second moments of the inputs of a linear layer and their Cholesky factor: what decides how much
 * an error of the weights changes the outputs.
 *
 * <p>With the errors d of one output's weights the mean squared error of the output is {@code d H
 * d}, {@code H = mean x x^T} (or the covariance, when a correction of the bias takes the mean). A
 * damping on the diagonal makes H definite: {@code H = L L^T}. Channels are put in ascending order
 * of their moments, so that the largest come last.
 */
final class InputStatistics {
  private final int[] order;
  private final double[][] moments;
  private final double[][] factor;

  /**
   * Computes the statistics.
   *
   * @param inputs shape [rows][channels], as the layer will see them
   * @param damping share of the mean diagonal added to the diagonal, positive
   */
  InputStatistics(FloatMatrix inputs, double damping) {
    int n = inputs.columns();
    float[] products = inputs.transposedTimes(inputs).toArray();
    double mean = 0;
    for (int c = 0; c < n; c++) {
      mean += products[c * n + c] / (double) inputs.rows() / n;
    }
    double added = mean > 0 ? damping * mean : 1;
    order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> products[c * n + c]))
            .mapToInt(Integer::intValue)
            .toArray();
    DMatrixRMaj symmetric = new DMatrixRMaj(n, n);
    moments = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double value = products[order[i] * n + order[j]] / (double) inputs.rows();
        value += i == j ? added : 0;
        moments[i][j] = value;
        moments[j][i] = value;
        symmetric.set(i, j, value);
        symmetric.set(j, i, value);
      }
    }
    factor = factor(symmetric);
  }

  private static double[][] factor(DMatrixRMaj symmetric) {
    int n = symmetric.getNumRows();
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(n, true);
    if (!cholesky.decompose(symmetric)) {
      throw new IllegalStateException("the damped moments of " + n + " channels are not definite");
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = new double[i + 1];
      System.arraycopy(lower.data, i * n, rows[i], 0, i + 1);
    }
    return rows;
  }

  /** Number of channels. */
  int channels() {
    return order.length;
  }

  /** The channels in the order of this class: place i is channel {@code order()[i]}. */
  int[] order() {
    return order;
  }

  /** H by places, damping included. */
  double[][] moments() {
    return moments;
  }

  /** The rows of L by places, row i of i + 1 elements. */
  double[][] factor() {
    return factor;
  }

  /** {@code d H d} for errors in the order of the places. */
  double energy(double[] errors) {
    double sum = 0;
    for (int i = 0; i < errors.length; i++) {
      double product = 0;
      double[] row = moments[i];
      for (int j = 0; j < errors.length; j++) {
        product += row[j] * errors[j];
      }
      sum += errors[i] * product;
    }
    return sum;
  }

  /** Solves {@code x H = right} in place, in the order of the places. */
  void solve(double[] right) {
    int n = right.length;
    for (int i = 0; i < n; i++) {
      double[] row = factor[i];
      double sum = right[i];
      for (int j = 0; j < i; j++) {
        sum -= row[j] * right[j];
      }
      right[i] = sum / row[i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double[] row = factor[i];
      double x = right[i] / row[i];
      right[i] = x;
      for (int j = 0; j < i; j++) {
        right[j] -= row[j] * x;
      }
    }
  }
}
