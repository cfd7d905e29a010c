package io.samforge.eval.demo;

import io.samforge.arch.format.HluqParameters;
import io.samforge.calib.quant.FloatMatrix;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How many activations behind GELU lie where, and the levels that stand for them.
 *
 * @param values the activations, shape [tokens][channels]
 * @param quantiser the hybrid quantiser of the layer that reads them
 * @param title what the plots are called
 */
record CodeHistogram(FloatMatrix values, HluqParameters quantiser, String title) {
  private static final int BINS = 160;
  private static final double MARGIN = 0.02;
  private static final double ROOM_ABOVE = 3;

  /** The histogram of a demo's configuration. */
  static CodeHistogram of(DemoResult result) {
    HluqParameters hybrid = result.hybrid();
    String title = "GELU of mlp/fc1 and the %d-bit hybrid levels".formatted(hybrid.bits());
    return new CodeHistogram(result.capture().fc2().input(), hybrid, title);
  }

  /** All values and all levels. */
  XYChart whole(int width, int height) {
    double high = quantiser.decode(quantiser.codes() - 1);
    for (int t = 0; t < values.rows(); t++) {
      for (float value : values.row(t)) {
        high = Math.max(high, value);
      }
    }
    return chart(title, quantiser.offset(), high, width, height);
  }

  /** The part that the logarithmic levels cover. */
  XYChart nearZero(int width, int height) {
    double high = quantiser.offset() + quantiser.scaleLog() + quantiser.scaleUniform();
    return chart("the same near the minimum", quantiser.offset(), high, width, height);
  }

  private XYChart chart(String name, double low, double high, int width, int height) {
    double margin = MARGIN * (high - low);
    double from = low - margin;
    double to = high + margin;
    double[] counts = counts(from, to);
    double top = 1;
    for (double count : counts) {
      top = Math.max(top, count);
    }
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(name)
            .xAxisTitle("value")
            .yAxisTitle("activations in a bin")
            .build();
    Plots.style(chart.getStyler());
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(1.0);
    chart.getStyler().setYAxisMax(top * ROOM_ABOVE);
    chart.getStyler().setXAxisMin(from);
    chart.getStyler().setXAxisMax(to);
    chart.getStyler().setXAxisDecimalPattern(high - low > 2 ? "0" : "0.0");
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    chart.getStyler().setXAxisTickMarkSpacingHint(60);
    addHistogram(chart, counts, from, to);
    addLines(chart, "log level", Plots.COLOURS[1], top, k -> k <= quantiser.nLog(), from, to);
    addLines(chart, "uniform level", Plots.COLOURS[2], top, k -> k > quantiser.nLog(), from, to);
    return chart;
  }

  private double[] counts(double from, double to) {
    double[] counts = new double[BINS];
    for (int t = 0; t < values.rows(); t++) {
      for (float value : values.row(t)) {
        int bin = (int) Math.floor((value - from) / (to - from) * BINS);
        if (bin >= 0 && bin < BINS) {
          counts[bin]++;
        }
      }
    }
    return counts;
  }

  /** The histogram as steps. */
  private static void addHistogram(XYChart chart, double[] counts, double from, double to) {
    double step = (to - from) / BINS;
    double[] x = new double[2 * BINS];
    double[] y = new double[2 * BINS];
    for (int i = 0; i < x.length; i++) {
      x[i] = from + (i / 2 + i % 2) * step;
      // The axis is logarithmic and begins at one.
      y[i] = Math.max(1, counts[i / 2]);
    }
    XYSeries series = chart.addSeries("activations", x, y);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Plots.COLOURS[0]);
    series.setFillColor(new Color(0x1b, 0x6c, 0xa8, 0x50));
    series.setLineStyle(new BasicStroke(1));
  }

  private void addLines(
      XYChart chart,
      String name,
      Color colour,
      double top,
      IntPredicate wanted,
      double from,
      double to) {
    int[] codes =
        IntStream.range(0, quantiser.codes())
            .filter(wanted)
            .filter(k -> quantiser.decode(k) >= from && quantiser.decode(k) <= to)
            .toArray();
    for (int i = 0; i < codes.length; i++) {
      double level = quantiser.decode(codes[i]);
      String unique = i == 0 ? name : String.format(Locale.ROOT, "%s %d", name, codes[i]);
      XYSeries series =
          chart.addSeries(unique, new double[] {level, level}, new double[] {1, top * 2});
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(colour);
      series.setLineStyle(new BasicStroke(1.4f));
      series.setShowInLegend(i == 0);
    }
  }
}
