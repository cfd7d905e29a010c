package io.samforge.eval.explore;

import io.samforge.eval.ChartSheet;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Speed against the share of the device, and against pictures for each joule: every computed point,
 * and the fronts of the formats.
 */
public final class ExploreChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  private ExploreChart() {}

  /** Returns the picture. */
  public static BufferedImage of(ExploreReport report) {
    Device device = report.exploration().device();
    String where =
        String.format(
            Locale.ROOT,
            "%s at %d MHz on %s: ",
            report.exploration().task().network(),
            DesignPoint.CLOCK_MHZ,
            device.name());
    XYChart area =
        chart(
            where + "all computed points, and those that no other beats",
            "share of the scarcest resource of the device, %");
    draw(area, report.outcome().results(), report.front(), r -> 100 * device.share(r.area()));
    XYChart energy =
        chart(where + "the same with modelled energy, DRAM included", "images a joule, modelled");
    draw(energy, report.outcome().results(), report.energyFront(), PointResult::imagesPerJoule);
    return ChartSheet.below(List.of(area, energy));
  }

  private static XYChart chart(String title, String horizontal) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(horizontal)
            .yAxisTitle("images a second")
            .build();
    ChartSheet.style(chart.getStyler());
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setYAxisLogarithmic(true);
    return chart;
  }

  private static void draw(
      XYChart chart,
      List<PointResult> all,
      List<PointResult> front,
      ToDoubleFunction<PointResult> horizontal) {
    for (NumberFormat format : NumberFormat.values()) {
      add(chart, format.name(), of(format, all), horizontal, false);
    }
    for (NumberFormat format : NumberFormat.values()) {
      add(chart, format + " front", of(format, front), horizontal, true);
    }
  }

  private static List<PointResult> of(NumberFormat format, List<PointResult> results) {
    return results.stream().filter(r -> r.point().format() == format).toList();
  }

  private static void add(
      XYChart chart,
      String name,
      List<PointResult> results,
      ToDoubleFunction<PointResult> horizontal,
      boolean line) {
    if (results.isEmpty()) {
      return;
    }
    List<PointResult> sorted =
        results.stream().sorted(Comparator.comparingDouble(horizontal)).toList();
    XYSeries series =
        chart.addSeries(
            name,
            sorted.stream().mapToDouble(horizontal).toArray(),
            sorted.stream().mapToDouble(r -> r.speed().imagesPerSecond()).toArray());
    series.setXYSeriesRenderStyle(
        line ? XYSeries.XYSeriesRenderStyle.Line : XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(line ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
  }
}
