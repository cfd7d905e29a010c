package io.samforge.eval.report;

import java.util.List;

/**
 * Reached speed against operations for each byte of memory traffic, both logarithmic, below the
 * roofs that memory and multipliers set.
 *
 * @param id identifier on the page
 * @param label what it shows
 * @param bytesPerSecond bandwidth of the memory
 * @param roofs the engines
 */
record Roofline(String id, String label, double bytesPerSecond, List<Roof> roofs) {
  private static final double WIDTH = 640;
  private static final double HEIGHT = 360;
  private static final double LEFT = 66;
  private static final double TOP = 34;
  private static final double BOTTOM = 46;
  private static final double RIGHT = 16;
  private static final double GIGA = 1e9;

  /** An engine: its most multiply-accumulates in a second, and its networks. */
  record Roof(String name, double macsPerSecond, List<Point> points) {}

  /** A network on an engine. */
  record Point(String name, double macsPerByte, double macsPerSecond) {}

  private record Range(double low, double high) {
    double share(double value) {
      return Math.log(value / low) / Math.log(high / low);
    }
  }

  /** Returns the picture. */
  String svg() {
    Svg svg = new Svg(id, label, WIDTH, HEIGHT);
    Range x =
        new Range(
            0.1,
            10
                * decade(
                    roofs.stream()
                        .flatMap(r -> r.points().stream())
                        .mapToDouble(Point::macsPerByte)
                        .max()
                        .orElse(1)));
    Range y =
        new Range(
            GIGA / 10,
            10 * decade(roofs.stream().mapToDouble(Roof::macsPerSecond).max().orElse(GIGA)));
    grid(svg, x, y);
    svg.legend(LEFT + 160, 16, roofs.stream().map(Roof::name).toList());
    for (int r = 0; r < roofs.size(); r++) {
      Roof roof = roofs.get(r);
      double knee = roof.macsPerSecond() / bytesPerSecond;
      double level = atY(y, roof.macsPerSecond());
      double start = Math.max(x.low(), y.low() / bytesPerSecond);
      svg.stroke(atX(x, start), atY(y, start * bytesPerSecond), atX(x, knee), level, Svg.colour(r));
      svg.stroke(atX(x, knee), level, atX(x, x.high()), level, Svg.colour(r));
      for (Point point : roof.points()) {
        String hint =
            "%s on %s: %s GMAC/s, %s MAC a byte"
                .formatted(
                    point.name(),
                    roof.name(),
                    Svg.number(point.macsPerSecond() / GIGA),
                    Svg.number(point.macsPerByte()));
        svg.dot(atX(x, point.macsPerByte()), atY(y, point.macsPerSecond()), Svg.colour(r), hint);
      }
    }
    return svg.end();
  }

  private static void grid(Svg svg, Range x, Range y) {
    for (double v = x.low(); v <= x.high() * 1.01; v *= 10) {
      double at = atX(x, v);
      svg.line(at, TOP, at, HEIGHT - BOTTOM, "grid")
          .text(at, HEIGHT - BOTTOM + 18, "middle", Svg.number(v));
    }
    for (double v = y.low(); v <= y.high() * 1.01; v *= 10) {
      double at = atY(y, v);
      svg.line(LEFT, at, WIDTH - RIGHT, at, "grid")
          .text(LEFT - 7, at + 4, "end", Svg.number(v / GIGA));
    }
    svg.text(4, TOP - 14, "start", "GMAC/s");
    svg.text(
        WIDTH - RIGHT, HEIGHT - 8, "end", "multiply-accumulates for each byte of DRAM traffic");
  }

  private static double decade(double value) {
    return Math.pow(10, Math.floor(Math.log10(value)));
  }

  private static double atX(Range range, double value) {
    return LEFT + (WIDTH - LEFT - RIGHT) * range.share(value);
  }

  private static double atY(Range range, double value) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * range.share(value);
  }
}
