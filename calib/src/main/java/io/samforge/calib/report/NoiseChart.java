package io.samforge.calib.report;

import io.samforge.calib.plan.StepQuality;
import java.util.List;
import java.util.Locale;

/**
 * Draws where the error comes from: for every step the power of the noise in its output as a share
 * of the signal, from the operand alone, from the weights alone and from both, on a log scale.
 *
 * @param steps all steps, in order
 */
record NoiseChart(List<QuantisedStep> steps) {
  private static final double WIDTH = 1240;
  private static final double LEFT = 52;
  private static final double PLOT = 230;
  private static final double TOP = 8;
  private static final double FOOT = 40;
  private static final double WIDEST_STEP = 40;

  /** The noise at the foot of the chart, in decibels below the signal. */
  private static final int FLOOR = 50;

  private static final int GRID = 10;
  private static final double LETTER = 6.2;

  /** The picture. */
  Svg draw() {
    Svg svg = new Svg(WIDTH, TOP + PLOT + FOOT, "class=\"noise\"");
    for (int decibels = 0; decibels <= FLOOR; decibels += GRID) {
      double y = TOP + PLOT * decibels / FLOOR;
      svg.path("grid", "M%s %sH%s".formatted((int) LEFT, Markup.coordinate(y), (int) WIDTH));
      svg.text("axis end", LEFT - 4, y + 4, percent(decibels));
    }
    double unit = Math.min(WIDEST_STEP, (WIDTH - LEFT) / Math.max(1, steps.size()));
    double free = 0;
    String before = null;
    for (int i = 0; i < steps.size(); i++) {
      double x = LEFT + i * unit;
      QuantisedStep step = steps.get(i);
      String part = step.part();
      String here = step.quality().function() + "/" + part;
      if (!here.equals(before)) {
        svg.ticks("grid", new double[] {x}, TOP, PLOT + 14);
        if (x >= free) {
          svg.text("axis", x + 2, TOP + PLOT + 12, part.isEmpty() ? step.step().name() : part);
          free = x + LETTER * (part.isEmpty() ? step.step().name() : part).length() + 6;
        }
      }
      before = here;
      svg.markup(bars(step, x, unit));
    }
    return legend(svg);
  }

  private static String bars(QuantisedStep step, double x, double unit) {
    StepQuality quality = step.quality();
    double gap = unit / 8;
    double half = (unit - 2 * gap) / 2;
    Svg bars = new Svg(0, 0, "");
    bar(bars, "both", x + gap / 2, unit - gap, quality.outputDecibels());
    bar(bars, "operand", x + gap, half, quality.operandDecibels());
    bar(bars, "weights", x + gap + half, half, quality.weightDecibels());
    bars.rectangle("hover", x, TOP, unit, PLOT);
    return "<a href=\"#%s\" data-bars=\"%s\"><title>%s</title>\n%s</a>\n"
        .formatted(step.id(), step.id(), Markup.escape(title(quality)), bars.elements());
  }

  private static void bar(Svg svg, String style, double x, double width, double decibels) {
    double height = PLOT * (1 - Math.max(0, Math.min(FLOOR, decibels)) / FLOOR);
    svg.rectangle(style, x, TOP + PLOT - height, width, height);
  }

  private static String title(StepQuality quality) {
    return String.format(
        Locale.ROOT,
        "%s %s (%s): operand %s, %s %s, both %s (%.1f dB), %.1f M MAC",
        quality.function(),
        quality.step(),
        quality.operand(),
        percent(quality.operandDecibels()),
        quality.kind().equals("product") ? "right side" : "weights",
        percent(quality.weightDecibels()),
        percent(quality.outputDecibels()),
        quality.outputDecibels(),
        quality.macs() / 1e6);
  }

  /** The power of the noise as a share of the signal. */
  static String percent(double decibels) {
    return Markup.number(100 * Math.pow(10, -decibels / 10)) + " %";
  }

  private static Svg legend(Svg svg) {
    double y = TOP + PLOT + 20;
    return svg.rectangle("operand", LEFT, y, 10, 10)
        .text("axis", LEFT + 14, y + 9, "only the operand quantised")
        .rectangle("weights", LEFT + 190, y, 10, 10)
        .text("axis", LEFT + 204, y + 9, "only the weights, or the right side of a product")
        .rectangle("both", LEFT + 500, y, 10, 10)
        .text("axis", LEFT + 514, y + 9, "both");
  }
}
