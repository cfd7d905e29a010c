package io.samforge.eval.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;

/** The picture of a demo: four plots on one sheet. */
final class Plots {
  static final Color[] COLOURS = {
    new Color(0x1b, 0x6c, 0xa8),
    new Color(0xe0, 0x7b, 0x39),
    new Color(0x3c, 0x8d, 0x5a),
    new Color(0x8a, 0x4f, 0x9e)
  };
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  // Twice the pixels, so that text stays sharp on a page.
  private static final int SCALE = 2;

  private Plots() {}

  /** The sheet as PNG. */
  static byte[] png(DemoResult result) {
    CodeHistogram histogram = CodeHistogram.of(result);
    List<Chart<?, ?>> charts =
        List.of(
            histogram.whole(WIDTH, HEIGHT),
            histogram.nearZero(WIDTH, HEIGHT),
            bars(result, "Utilisation of the multipliers", "%", r -> 100 * r.utilisation()),
            bars(
                result, "Delivered accuracy against the float layer", "SQNR, dB", r -> r.sqnrDb()));
    BufferedImage sheet =
        new BufferedImage(2 * WIDTH * SCALE, 2 * HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    for (Chart<?, ?> chart : charts) {
      chart.paint(graphics, WIDTH, HEIGHT);
      boolean rowEnds = charts.indexOf(chart) % 2 == 1;
      graphics.translate(rowEnds ? -WIDTH : WIDTH, rowEnds ? HEIGHT : 0);
    }
    graphics.dispose();
    return encode(sheet, "png");
  }

  /** An image file of some format. */
  static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, format, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The common look of all plots. */
  static void style(Styler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
  }

  private static CategoryChart bars(
      DemoResult result, String title, String axis, ToDoubleFunction<LayerResult> value) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("")
            .yAxisTitle(axis)
            .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setYAxisDecimalPattern("0");
    chart.getStyler().setLabelsFontColorAutomaticEnabled(false);
    chart.getStyler().setAvailableSpaceFill(0.7);
    chart.getStyler().setSeriesColors(COLOURS);
    Map<String, Map<String, Double>> series = new LinkedHashMap<>();
    for (LayerResult layer : result.layers()) {
      series
          .computeIfAbsent(layer.bits() + " bits", bits -> new LinkedHashMap<>())
          .put(result.shortName(layer), Math.round(value.applyAsDouble(layer) * 10) / 10.0);
    }
    series.forEach(
        (bits, values) ->
            chart.addSeries(bits, List.copyOf(values.keySet()), List.copyOf(values.values())));
    return chart;
  }
}
