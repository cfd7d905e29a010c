package io.samforge.eval.bench;

import java.util.List;
import java.util.stream.IntStream;

/** The middle of measured values: one disturbance moves it little. */
final class Median {
  private Median() {}

  /** Returns the median of at least one value. */
  static double of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("there is no median of nothing");
    }
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Returns the distances between neighbours of a rising series. */
  static List<Double> steps(double[] rising) {
    return IntStream.range(1, rising.length).mapToObj(i -> rising[i] - rising[i - 1]).toList();
  }
}
