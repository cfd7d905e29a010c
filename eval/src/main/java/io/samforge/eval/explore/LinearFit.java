package io.samforge.eval.explore;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A weighted sum of features with the least squares of relative errors over some samples; the
 * shortest such weights where the samples leave some free.
 */
final class LinearFit {
  private final double[] weights;

  private LinearFit(double[] weights) {
    this.weights = weights;
  }

  /** Fits a value of samples; relative errors count, those of values below one like absolute. */
  static <T> LinearFit of(List<T> samples, Features<T> features, ToDoubleFunction<T> value) {
    int columns = features.of(samples.get(0)).length;
    DMatrixRMaj rows = new DMatrixRMaj(samples.size(), columns);
    DMatrixRMaj right = new DMatrixRMaj(samples.size(), 1);
    for (int i = 0; i < samples.size(); i++) {
      double expected = value.applyAsDouble(samples.get(i));
      double scale = 1 / Math.max(1, expected);
      double[] row = features.of(samples.get(i));
      for (int c = 0; c < columns; c++) {
        rows.set(i, c, row[c] * scale);
      }
      right.set(i, 0, expected * scale);
    }
    DMatrixRMaj inverse = new DMatrixRMaj(columns, samples.size());
    CommonOps_DDRM.pinv(rows, inverse);
    DMatrixRMaj solution = new DMatrixRMaj(columns, 1);
    CommonOps_DDRM.mult(inverse, right, solution);
    return new LinearFit(solution.getData().clone());
  }

  /** Returns the sum for a row of features, not less than 0. */
  double at(double[] row) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * row[i];
    }
    return Math.max(0, sum);
  }

  /** What a value grows with. */
  @FunctionalInterface
  interface Features<T> {
    /** Returns numbers, as many for every sample. */
    double[] of(T sample);
  }
}
