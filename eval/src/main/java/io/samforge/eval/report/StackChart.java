package io.samforge.eval.report;

import java.util.List;
import java.util.Locale;

/**
 * One bar below the other, each divided into parts.
 *
 * @param id identifier on the page
 * @param label what it shows
 * @param unit unit of the values
 * @param parts names of the parts
 * @param bars the bars; every one has a value for each part
 */
record StackChart(String id, String label, String unit, List<String> parts, List<Bar> bars) {
  private static final double WIDTH = 640;
  private static final double LEFT = 84;
  private static final double RIGHT = 74;
  private static final double TOP = 76;
  private static final double ROW = 44;
  private static final int LEGEND_LINE = 4;

  /** A bar, and the text behind its end. */
  record Bar(String name, List<Double> values, String end) {
    double total() {
      return values.stream().mapToDouble(v -> v).sum();
    }
  }

  /** Returns the picture. */
  String svg() {
    double height = TOP + ROW * bars.size() + 30;
    Svg svg = new Svg(id, label, WIDTH, height);
    Axis axis = Axis.upTo(bars.stream().mapToDouble(Bar::total).max().orElse(1));
    double plot = WIDTH - LEFT - RIGHT;
    for (double mark : axis.marks()) {
      double x = LEFT + plot * mark / axis.top();
      svg.line(x, TOP - 6, x, height - 26, "grid").text(x, height - 10, "middle", Svg.number(mark));
    }
    svg.text(WIDTH - 4, height - 10, "end", unit);
    legend(svg);
    for (int b = 0; b < bars.size(); b++) {
      bar(svg, bars.get(b), TOP + b * ROW, plot / axis.top());
    }
    return svg.end();
  }

  private void legend(Svg svg) {
    double column = (WIDTH - 20) / LEGEND_LINE;
    for (int p = 0; p < parts.size(); p++) {
      double x = 10 + column * (p % LEGEND_LINE);
      int line = p / LEGEND_LINE;
      double y = 18 + 20 * line;
      svg.box(x, y - 10, 11, 11, Svg.colour(p), parts.get(p))
          .text(x + 15, y, "start", parts.get(p));
    }
  }

  private void bar(Svg svg, Bar bar, double y, double scale) {
    svg.text(LEFT - 8, y + 20, "end", bar.name());
    double x = LEFT;
    for (int p = 0; p < parts.size(); p++) {
      double value = bar.values().get(p);
      String hint =
          String.format(
              Locale.ROOT,
              "%s, %s: %s %s, %.1f %%",
              bar.name(),
              parts.get(p),
              Svg.number(value),
              unit,
              100 * value / bar.total());
      svg.box(x, y, value * scale, ROW - 14, Svg.colour(p), hint);
      x += value * scale;
    }
    svg.text(x + 6, y + 20, "start", bar.end());
  }
}
