package io.samforge.eval.report;

import io.samforge.eval.speed.NetworkCycles;
import io.samforge.eval.speed.StepCycles;
import java.util.List;

/**
 * A column for every step of a network, one engine below the other, each with its own scale.
 *
 * @param id identifier on the page
 * @param label what it shows
 * @param results the same network on several engines
 */
record LayerChart(String id, String label, List<NetworkCycles> results) {
  private static final double WIDTH = 1300;
  private static final double LEFT = 76;
  private static final double PANEL = 190;
  private static final double TOP = 30;
  private static final double GAP = 46;
  private static final double MEGA = 1e6;

  /** Returns the picture. */
  String svg() {
    Svg svg = new Svg(id, label, WIDTH, results.size() * PANEL);
    for (int i = 0; i < results.size(); i++) {
      panel(svg, results.get(i), i * PANEL, Svg.colour(i));
    }
    return svg.end();
  }

  private void panel(Svg svg, NetworkCycles result, double y, String colour) {
    List<StepCycles> steps = result.steps();
    double largest = steps.stream().mapToLong(s -> s.counters().cycles()).max().orElse(1) / MEGA;
    Axis axis = Axis.upTo(largest);
    double plot = PANEL - TOP - GAP;
    for (double mark : axis.marks()) {
      double at = y + TOP + plot * (1 - mark / axis.top());
      svg.line(LEFT, at, WIDTH - 8, at, "grid").text(LEFT - 7, at + 4, "end", Svg.number(mark));
    }
    svg.text(
        LEFT,
        y + 18,
        "start",
        "%s: millions of cycles, all steps %s"
            .formatted(result.engine().name(), Svg.number(result.cycles() / MEGA)));
    double width = (WIDTH - LEFT - 8) / steps.size();
    for (int s = 0; s < steps.size(); s++) {
      StepCycles step = steps.get(s);
      double value = step.counters().cycles() / MEGA;
      double height = plot * value / axis.top();
      svg.box(
          LEFT + s * width + 0.5,
          y + TOP + plot - height,
          width - 1,
          height,
          colour,
          "%s: %s million cycles".formatted(step.layer().name(), Svg.number(value)));
    }
    svg.text(LEFT, y + TOP + plot + 18, "start", steps.get(0).layer().name())
        .text(WIDTH - 8, y + TOP + plot + 18, "end", steps.get(steps.size() - 1).layer().name())
        .text(
            (LEFT + WIDTH) / 2,
            y + TOP + plot + 18,
            "middle",
            "%d steps in their order".formatted(steps.size()));
  }
}
