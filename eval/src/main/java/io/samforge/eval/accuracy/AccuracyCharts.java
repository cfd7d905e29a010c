package io.samforge.eval.accuracy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Bars of accuracy: one group for each width of codes, one bar for each scope and method. */
final class AccuracyCharts {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;
  // Twice the pixels, so that text stays sharp on a page.
  private static final int SCALE = 2;
  private static final Color[] COLOURS = {
    new Color(0x1b, 0x6c, 0xa8),
    new Color(0xe0, 0x7b, 0x39),
    new Color(0x3c, 0x8d, 0x5a),
    new Color(0x8a, 0x4f, 0x9e),
    new Color(0xb3, 0x26, 0x1e),
    new Color(0x6b, 0x6b, 0x6b)
  };

  private AccuracyCharts() {}

  /** The charts side by side. */
  static BufferedImage sheet(List<AccuracyRow> rows) {
    List<CategoryChart> charts =
        List.of(
            bars(rows, "Mean IoU with the float masks", AccuracyRow::meanIou),
            bars(rows, "IoU of the worst tenth (p10)", AccuracyRow::p10Iou),
            bars(rows, "Cosine of the embeddings", AccuracyRow::encoderCosine));
    BufferedImage sheet =
        new BufferedImage(
            charts.size() * WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    for (CategoryChart chart : charts) {
      chart.paint(graphics, WIDTH, HEIGHT);
      graphics.translate(WIDTH, 0);
    }
    graphics.dispose();
    return sheet;
  }

  private static CategoryChart bars(
      List<AccuracyRow> rows, String title, ToDoubleFunction<AccuracyRow> value) {
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).build();
    Styler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setSeriesColors(COLOURS);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setYAxisDecimalPattern("0.0#");
    chart.getStyler().setLabelsVisible(true).setLabelsFontColorAutomaticEnabled(false);
    List<Integer> bits = rows.stream().map(AccuracyRow::bits).distinct().sorted().toList();
    List<String> groups = bits.stream().map(width -> width + " bits").toList();
    for (String series : rows.stream().map(AccuracyCharts::series).distinct().toList()) {
      List<Double> heights = new ArrayList<>();
      for (int width : bits) {
        heights.add(
            rows.stream()
                .filter(row -> row.bits() == width && series(row).equals(series))
                .findFirst()
                .map(row -> Math.rint(value.applyAsDouble(row) * 1000) / 1000)
                .orElse(null));
      }
      chart.addSeries(series, groups, heights);
    }
    return chart;
  }

  private static String series(AccuracyRow row) {
    return row.scope() + ", " + row.method();
  }
}
