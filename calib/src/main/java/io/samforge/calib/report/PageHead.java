package io.samforge.calib.report;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.capture.CalibrationImage;
import io.samforge.calib.graph.NodePlacement;
import io.samforge.calib.graph.PlacementReport;
import io.samforge.calib.plan.Recipe;
import io.samforge.calib.plan.SamCalibration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The head of a page: what was calibrated for which accelerator, with which photographs, and where
 * every operator is computed.
 *
 * @param report the report
 * @param functions the functions of the model
 */
record PageHead(CalibrationReport report, Map<String, SamCalibration.Calibrated> functions) {
  private static final List<String> PLACEMENT =
      List.of("operator", "kind", "computed", "step", "M MAC", "shape", "why");

  private static final double BAR = 300;
  private static final double BAR_HEIGHT = 12;

  /** The head as elements of a page. */
  String html() {
    AcceleratorConfig config = report.config();
    return """
    <h1>Calibration of %s</h1>
    <table class="facts">
    %s%s%s%s</table>
    <details><summary>Photographs of the calibration</summary><ul>%s</ul></details>
    %s\
    """
        .formatted(
            Markup.escape(report.model()),
            fact("accelerator", config.name() + ", hash " + config.hash()),
            fact(
                "bits",
                "%d of activations, %d of weights"
                    .formatted(config.activationBits(), config.weightBits())),
            fact("recipe", recipe(report.recipe())),
            fact("photographs", Integer.toString(report.images().calibration().size())),
            images(report.images().calibration()),
            functions.entrySet().stream()
                .map(entry -> placement(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining()));
  }

  private static String fact(String name, String value) {
    return Markup.row("td", List.of(name, value));
  }

  private static String images(List<CalibrationImage> images) {
    return images.stream()
        .map(image -> "<li>" + Markup.escape(image.name()) + "</li>")
        .collect(Collectors.joining("\n"));
  }

  private static String recipe(Recipe recipe) {
    String grouping =
        switch (recipe.groups().grouping()) {
          case NONE -> "no groups of channels";
          case WIDTHS -> "groups by width of channels, at most " + recipe.groups().most();
          case CLUSTERS ->
              "clusters of channels, at most %d, distance %s%s"
                  .formatted(
                      recipe.groups().most(),
                      word(recipe.groups().metric()),
                      recipe.groups().aligned() ? ", aligned to lanes" : "");
        };
    return "%s; %s; %s codes behind GELU and ReLU; rounding of weights: %s; log2 levels an octave: %s%s%s"
        .formatted(
            recipe.rowsOnly() ? "linear layers on tokens only" : "all steps",
            grouping,
            recipe.hybrid() ? "hybrid" : "uniform",
            word(recipe.rounding()),
            recipe.widths().taus().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(" or ")),
            named("8-bit codes", recipe.widths().codes()),
            named("8-bit weights where they help", recipe.widths().weights()));
  }

  private static String named(String what, List<String> names) {
    return names.isEmpty() ? "" : "; %s: %s".formatted(what, String.join(", ", names));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String placement(String name, SamCalibration.Calibrated function) {
    PlacementReport placement = function.model().model().placement();
    double share = (double) placement.acceleratedMacs() / Math.max(1, placement.macs());
    Svg bar =
        new Svg(BAR, BAR_HEIGHT, "class=\"share\"")
            .rectangle("both", 0, 0, BAR, BAR_HEIGHT)
            .rectangle("operand", 0, 0, BAR * share, BAR_HEIGHT);
    return """
    <h2>%s: where it is computed</h2>
    <p>%s %s</p>
    <details><summary>Every operator: where it is computed, and why</summary><table>
    %s%s</table></details>
    """
        .formatted(
            Markup.escape(name),
            bar,
            Markup.escape(placement.summary()),
            Markup.row("th", PLACEMENT),
            placement.nodes().stream()
                .map(node -> Markup.row("td", cells(node)))
                .collect(Collectors.joining()));
  }

  private static List<String> cells(NodePlacement node) {
    return List.of(
        node.name(),
        node.operator(),
        word(node.placement()),
        node.step(),
        node.macs() == 0 ? "" : String.format(Locale.ROOT, "%.3f", node.macs() / 1e6),
        node.shape().stream().map(String::valueOf).collect(Collectors.joining(" × ")),
        node.reason());
  }
}
