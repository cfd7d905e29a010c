package io.samforge.calib.report;

import io.samforge.calib.quant.FloatMatrix;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Counts of values in equal parts of an axis; values beyond its ends count in the outer parts. */
final class Histogram {
  private final ValueAxis axis;
  private final long[] counts;

  Histogram(ValueAxis axis, int parts) {
    this.axis = axis;
    this.counts = new long[parts];
  }

  /** Counts all elements of a matrix. */
  void add(FloatMatrix values) {
    for (int r = 0; r < values.rows(); r++) {
      for (int c = 0; c < values.columns(); c++) {
        int part = (int) (axis.place(values.get(r, c)) * counts.length);
        counts[Math.min(part, counts.length - 1)]++;
      }
    }
  }

  /** The axis. */
  ValueAxis axis() {
    return axis;
  }

  /** The number of values. */
  long total() {
    return Arrays.stream(counts).sum();
  }

  /** The counts, separated by spaces. */
  String text() {
    return Arrays.stream(counts).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  /** The closed outline of bars whose heights are logarithms of counts, for a path. */
  String outline(double width, double base, double height) {
    double largest = Math.log1p(Arrays.stream(counts).max().orElse(0));
    StringBuilder path = new StringBuilder("M0 " + Markup.coordinate(base));
    for (int i = 0; i < counts.length; i++) {
      double y = largest == 0 ? base : base - height * Math.log1p(counts[i]) / largest;
      path.append('V')
          .append(Markup.coordinate(y))
          .append('H')
          .append(Markup.coordinate((i + 1) * width / counts.length));
    }
    return path.append('V').append(Markup.coordinate(base)).append('Z').toString();
  }
}
