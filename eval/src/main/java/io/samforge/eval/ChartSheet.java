package io.samforge.eval;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;

/** Charts on one picture, and their common look. */
public final class ChartSheet {
  // Twice the pixels, so that text stays sharp on a page.
  private static final int SCALE = 2;

  private ChartSheet() {}

  /** The colours of series. */
  private static Color[] colours() {
    return new Color[] {
      new Color(0x1b, 0x6c, 0xa8),
      new Color(0xe0, 0x7b, 0x39),
      new Color(0x3c, 0x8d, 0x5a),
      new Color(0x8a, 0x4f, 0x9e),
      new Color(0xc4, 0xc4, 0xc4)
    };
  }

  /** Gives a chart the common look. */
  public static void style(Styler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setSeriesColors(colours());
  }

  /** Draws charts of one width below each other. */
  public static BufferedImage below(List<? extends Chart<?, ?>> charts) {
    int width = charts.stream().mapToInt(Chart::getWidth).max().orElse(1);
    int height = charts.stream().mapToInt(Chart::getHeight).sum();
    BufferedImage sheet =
        new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(SCALE, SCALE);
    for (Chart<?, ?> chart : charts) {
      chart.paint(graphics, chart.getWidth(), chart.getHeight());
      graphics.translate(0, chart.getHeight());
    }
    graphics.dispose();
    return sheet;
  }
}
