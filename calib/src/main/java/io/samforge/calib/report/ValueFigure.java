package io.samforge.calib.report;

import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.calib.capture.LinearSamples;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Draws the values that a step reads, with counts on a log scale, and below them the levels that
 * its quantisers have for them.
 *
 * @param values the values, in any order
 * @param operands the quantisers: one, or one for every head
 */
record ValueFigure(List<FloatMatrix> values, List<Operand> operands) {
  /** Width of a figure in the units of its coordinates. */
  static final double WIDTH = 400;

  private static final int PARTS = 128;
  private static final double PLOT = 84;
  private static final double ROW = 22;
  private static final double TICKS = 8;
  private static final double FOOT = 13;
  private static final double SPACE = 3;

  /** The figure of a linear step. */
  static ValueFigure of(LinearSamples samples, Operand operand) {
    return new ValueFigure(List.of(samples.rows()), List.of(operand));
  }

  /** The figure of the left side of a product. */
  static ValueFigure of(ProductSamples samples, List<SnappedOperand> left) {
    List<FloatMatrix> values = new ArrayList<>();
    samples.windows().forEach(window -> window.heads().forEach(head -> values.add(head.left())));
    return new ValueFigure(values, left.stream().map(SnappedOperand::operand).toList());
  }

  /** The picture; its attribute {@code data-counts} holds the counts for programs that read it. */
  Svg draw() {
    Histogram histogram = new Histogram(axis(), PARTS);
    values.forEach(histogram::add);
    List<LevelRow> rows = rows();
    double height = PLOT + rows.size() * ROW + SPACE + FOOT;
    Svg svg =
        new Svg(WIDTH, height, "class=\"values\" data-counts=\"%s\"".formatted(histogram.text()));
    svg.path("bars", histogram.outline(WIDTH, PLOT, PLOT - SPACE));
    ValueAxis axis = histogram.axis();
    if (axis instanceof ValueAxis.Linear && axis.place(0) > 0 && axis.place(0) < 1) {
      svg.ticks("zero", new double[] {axis.place(0) * WIDTH}, 0, height - FOOT);
    }
    for (int i = 0; i < rows.size(); i++) {
      draw(svg, rows.get(i), axis, PLOT + SPACE + i * ROW);
    }
    return svg.text("axis", 0, height - SPACE, axis.lowLabel())
        .text("axis middle", WIDTH / 2, height - SPACE, histogram.total() + " values")
        .text("axis end", WIDTH, height - SPACE, axis.highLabel());
  }

  private static void draw(Svg svg, LevelRow row, ValueAxis axis, double y) {
    double left = axis.place(row.low()) * WIDTH;
    svg.rectangle("span", left, y, Math.max(1, axis.place(row.high()) * WIDTH - left), TICKS);
    DoubleUnaryOperator place = level -> axis.place(level) * WIDTH;
    svg.ticks("uniform", Arrays.stream(row.levels()).map(place).toArray(), y, TICKS);
    svg.ticks("log", Arrays.stream(row.logLevels()).map(place).toArray(), y, TICKS);
    svg.text("label", 0, y + ROW - SPACE - 1, row.label());
  }

  private List<LevelRow> rows() {
    List<LevelRow> rows = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      String head = operands.size() == 1 ? "" : "head " + i + ", ";
      for (LevelRow row : LevelRow.of(operands.get(i))) {
        rows.add(
            new LevelRow(head + row.label(), row.levels(), row.logLevels(), row.low(), row.high()));
      }
    }
    return rows;
  }

  private ValueAxis axis() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (FloatMatrix matrix : values) {
      ChannelRange range = ChannelRange.ofAll(matrix);
      low = Math.min(low, range.min());
      high = Math.max(high, range.max());
    }
    if (operands.get(0) instanceof Log2Operand log2) {
      double smallest = log2.parameters().decode(1);
      double largest = Math.max(high, log2.parameters().scale());
      return new ValueAxis.Octaves(
          Math.log(smallest) / Math.log(2) - 1, Math.log(largest) / Math.log(2));
    }
    return ValueAxis.Linear.around(low, high);
  }
}
