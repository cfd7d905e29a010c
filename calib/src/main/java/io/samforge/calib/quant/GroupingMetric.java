package io.samforge.calib.quant;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** How far apart two channels are when they are grouped. */
public enum GroupingMetric {
  /**
   * Euclidean distance of (scale, zero-point) as they are: what the published method does. The
   * zero-point runs over all codes while scales are usually below one, so it dominates.
   */
  RAW,
  /** Euclidean distance after both coordinates were divided by their standard deviation. */
  NORMALISED,
  /** Euclidean distance of the ends of the ranges, both in the unit of the values. */
  RANGE;

  /**
   * The points to cluster, shape [channels][2], in the unit of this metric.
   *
   * @param levels number of codes of the quantisers
   */
  double[][] points(ScaleZero[] channels, int levels) {
    if (this == RANGE) {
      return Arrays.stream(channels)
          .map(c -> new double[] {-c.zero() * c.scale(), (levels - 1 - c.zero()) * c.scale()})
          .toArray(double[][]::new);
    }
    double scaleUnit = this == RAW ? 1 : deviation(channels, ScaleZero::scale);
    double zeroUnit = this == RAW ? 1 : deviation(channels, ScaleZero::zero);
    return Arrays.stream(channels)
        .map(c -> new double[] {c.scale() / scaleUnit, c.zero() / zeroUnit})
        .toArray(double[][]::new);
  }

  private static double deviation(ScaleZero[] channels, ToDoubleFunction<ScaleZero> coordinate) {
    double mean = Arrays.stream(channels).mapToDouble(coordinate).average().orElseThrow();
    double variance =
        Arrays.stream(channels)
            .mapToDouble(coordinate)
            .map(v -> (v - mean) * (v - mean))
            .average()
            .orElseThrow();
    // A coordinate that is the same everywhere separates nothing in any unit.
    return variance == 0 ? 1 : Math.sqrt(variance);
  }
}
