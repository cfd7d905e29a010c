package io.samforge.eval.explore;

import io.samforge.eval.ChartSheet;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Speed against the share of the device: every computed point, and the fronts of the formats. */
public final class ExploreChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  private ExploreChart() {}

  /** Returns the picture. */
  public static BufferedImage of(ExploreReport report) {
    Device device = report.exploration().device();
    String title =
        String.format(
            Locale.ROOT,
            "%s at %d MHz on %s: all computed points, and those that no other beats",
            report.exploration().task().network(),
            DesignPoint.CLOCK_MHZ,
            device.name());
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("share of the scarcest resource of the device, %")
            .yAxisTitle("images a second")
            .build();
    ChartSheet.style(chart.getStyler());
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setYAxisLogarithmic(true);
    List<PointResult> front = report.front();
    for (NumberFormat format : NumberFormat.values()) {
      add(chart, format.name(), of(format, report.outcome().results()), device, false);
    }
    for (NumberFormat format : NumberFormat.values()) {
      add(chart, format + " front", of(format, front), device, true);
    }
    return ChartSheet.below(List.of(chart));
  }

  private static List<PointResult> of(NumberFormat format, List<PointResult> results) {
    return results.stream().filter(r -> r.point().format() == format).toList();
  }

  private static void add(
      XYChart chart, String name, List<PointResult> results, Device device, boolean line) {
    if (results.isEmpty()) {
      return;
    }
    List<PointResult> sorted =
        results.stream().sorted(Comparator.comparingDouble(r -> device.share(r.area()))).toList();
    XYSeries series =
        chart.addSeries(
            name,
            sorted.stream().map(r -> 100 * device.share(r.area())).toList(),
            sorted.stream().map(r -> r.speed().imagesPerSecond()).toList());
    series.setXYSeriesRenderStyle(
        line ? XYSeries.XYSeriesRenderStyle.Line : XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(line ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
  }
}
