package io.samforge.eval.report;

import io.samforge.eval.energy.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns in groups, with an interval at each column if there is one, and marks for published
 * values.
 *
 * @param id identifier on the page
 * @param label what it shows
 * @param unit unit of the values
 * @param groups names below the groups
 * @param series the series; every one has a value for each group
 * @param marks horizontal lines with their texts
 */
record ColumnChart(
    String id,
    String label,
    String unit,
    List<String> groups,
    List<Series> series,
    List<Mark> marks) {
  private static final double WIDTH = 640;
  private static final double HEIGHT = 330;
  private static final double LEFT = 58;
  private static final double TOP = 44;
  private static final double BOTTOM = 34;
  private static final double FILL = 0.76;
  private static final double CLOSE = 26;
  private static final double NARROW = 8;
  private static final double WIDE = 132;

  /** A series; intervals are empty or one for each value. */
  record Series(String name, List<Double> values, List<Interval> intervals) {}

  /** A line at a value. */
  record Mark(double value, String text) {}

  /** Returns the picture. */
  String svg() {
    Svg svg = new Svg(id, label, WIDTH, HEIGHT);
    Axis axis = Axis.upTo(largest());
    double plot = HEIGHT - TOP - BOTTOM;
    for (double mark : axis.marks()) {
      double y = TOP + plot * (1 - mark / axis.top());
      svg.line(LEFT, y, WIDTH - right(), y, "grid").text(LEFT - 7, y + 4, "end", Svg.number(mark));
    }
    svg.text(4, TOP - 12, "start", unit);
    svg.legend(LEFT + 60, 16, series.stream().map(Series::name).toList());
    double group = (WIDTH - LEFT - right()) / groups.size();
    for (int g = 0; g < groups.size(); g++) {
      double begin = LEFT + g * group + group * (1 - FILL) / 2;
      group(svg, g, begin, group * FILL / series.size(), axis.top(), plot);
      svg.text(LEFT + (g + 0.5) * group, HEIGHT - 12, "middle", groups.get(g));
    }
    for (Mark mark : marks) {
      double y = TOP + plot * (1 - mark.value() / axis.top());
      svg.line(LEFT, y, WIDTH - right(), y, "mark")
          .text(WIDTH - right() + 5, y + 4, "start", mark.text());
    }
    return svg.end();
  }

  private void group(Svg svg, int g, double begin, double width, double top, double plot) {
    for (int s = 0; s < series.size(); s++) {
      Series one = series.get(s);
      double value = one.values().get(g);
      double x = begin + s * width;
      double y = TOP + plot * (1 - value / top);
      String hint = one.name() + ", " + groups.get(g) + ": " + Svg.number(value) + " " + unit;
      svg.box(x + 1, y, width - 2, TOP + plot - y, Svg.colour(s), hint);
      double above = y;
      if (!one.intervals().isEmpty()) {
        Interval interval = one.intervals().get(g);
        above = TOP + plot * (1 - interval.high() / top);
        double low = TOP + plot * (1 - interval.low() / top);
        double middle = x + width / 2;
        svg.line(middle, low, middle, above, "whisker")
            .line(middle - 5, low, middle + 5, low, "whisker")
            .line(middle - 5, above, middle + 5, above, "whisker");
      }
      if (width > CLOSE) {
        svg.text(x + width / 2, above - 5, "middle", Svg.number(value));
      }
    }
  }

  private double right() {
    return marks.isEmpty() ? NARROW : WIDE;
  }

  private double largest() {
    List<Double> all = new ArrayList<>();
    series.forEach(s -> all.addAll(s.values()));
    series.forEach(s -> s.intervals().forEach(i -> all.add(i.high())));
    marks.forEach(m -> all.add(m.value()));
    return 1.04 * all.stream().mapToDouble(v -> v).max().orElse(1);
  }
}
