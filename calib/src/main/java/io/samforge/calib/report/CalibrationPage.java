package io.samforge.calib.report;

import io.samforge.calib.fold.FoldingResult;
import io.samforge.calib.plan.ModelReconstruction;
import io.samforge.calib.plan.SamCalibration;
import io.samforge.calib.plan.StepQuality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page about a calibration: one file that needs no other, HTML and well-formed XML at once.
 *
 * @param report the report
 * @param functions the functions of the model, by their names
 */
record CalibrationPage(CalibrationReport report, Map<String, SamCalibration.Calibrated> functions) {
  private static final int WORST = 10;

  /** The page. Samples are read once for every step. */
  String html() {
    StringBuilder figures = new StringBuilder();
    StringBuilder decisions = new StringBuilder();
    List<QuantisedStep> all = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, SamCalibration.Calibrated> function : functions.entrySet()) {
      List<QuantisedStep> steps = QuantisedStep.of(number++, function.getValue());
      all.addAll(steps);
      figures.append(figures(function.getKey(), function.getValue(), steps));
      decisions.append(units(function.getKey(), function.getValue().units()));
      decisions.append(folded(function.getKey(), function.getValue().folded()));
    }
    return """
    <!DOCTYPE html>
    <!-- Written by calib from its samples and quantisers; not to be edited. -->
    <html lang="en"><head><meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width"/>
    <title>samforge: calibration</title><style>%s</style></head><body>
    %s%s%s%s</body></html>
    """
        .formatted(
            PageStyle.CSS, new PageHead(report, functions).html(), errors(all), decisions, figures);
  }

  private static String errors(List<QuantisedStep> steps) {
    return """
    <h2>Where the error comes from</h2>
    <p>Noise in the output of every step as a share of the signal, each step on its own with samples
    of the float model. A click leads to the figure of the step.</p>
    %s<h3>The worst steps</h3><ol>
    %s</ol>
    <details><summary>All steps in numbers</summary><table class="steps">
    %s%s</table></details>
    """
        .formatted(
            new NoiseChart(steps).draw(),
            worst(steps),
            Markup.row("th", QualityTable.head()),
            steps.stream().map(CalibrationPage::row).collect(Collectors.joining()));
  }

  private static String worst(List<QuantisedStep> steps) {
    Comparator<QuantisedStep> byOutput =
        Comparator.comparingDouble(step -> step.quality().outputDecibels());
    return steps.stream()
        .sorted(byOutput)
        .limit(WORST)
        .map(CalibrationPage::worst)
        .collect(Collectors.joining());
  }

  private static String worst(QuantisedStep step) {
    StepQuality quality = step.quality();
    boolean operand = quality.operandDecibels() < quality.weightDecibels();
    String other = quality.kind().equals("product") ? "the right side" : "the weights";
    return "<li><a href=\"#%s\">%s</a>: %s dB, most of it from %s</li>\n"
        .formatted(
            step.id(),
            Markup.escape(quality.function() + " " + quality.step()),
            String.format(Locale.ROOT, "%.1f", quality.outputDecibels()),
            operand ? "the operand" : other);
  }

  private static String row(QuantisedStep step) {
    return Markup.row("td", QualityTable.cells(step.quality()))
        .replaceFirst("<tr>", "<tr data-row=\"%s\">".formatted(step.id()));
  }

  private String figures(
      String name, SamCalibration.Calibrated function, List<QuantisedStep> steps) {
    StepFigures figures = new StepFigures(function, report.config().reductionLanes());
    return """
<h2>%s: values and levels</h2>
<p>Sampled values that each step reads, counts on a log scale. Below them the levels of its
quantiser: <span class="key uniform"></span> uniform, <span class="key log"></span> logarithmic;
the pale bar reaches over the levels of all channels. Where channels have groups: the width of every
channel on a log scale, <span class="key scale"></span> the width that the levels of its
group cover, and <span class="key padding"></span> slots that only pad.</p>
<div class="figures">
%s</div>
"""
        .formatted(
            Markup.escape(name), steps.stream().map(figures::of).collect(Collectors.joining()));
  }

  private static String units(String function, List<ModelReconstruction.Outcome> units) {
    return units.isEmpty()
        ? ""
        : "<h2>%s: reconstructed units</h2>\n%s"
            .formatted(
                Markup.escape(function),
                table(
                    List.of("unit", "signal to noise before and after"),
                    units.stream().map(unit -> List.of(unit.unit(), unit.text())).toList()));
  }

  private static String folded(String function, List<FoldingResult.Decision> decisions) {
    if (decisions.isEmpty()) {
      return "";
    }
    return """
    <h2>%s: factors folded into attentions</h2>
    %s<details><summary>Products that were left as they are</summary>
    %s</details>
    """
        .formatted(Markup.escape(function), folded(decisions, true), folded(decisions, false));
  }

  private static String folded(List<FoldingResult.Decision> decisions, boolean wanted) {
    return table(
        List.of("product", wanted ? "factors" : "reason"),
        decisions.stream()
            .filter(decision -> decision.folded() == wanted)
            .map(decision -> List.of(decision.product(), decision.reason()))
            .toList());
  }

  private static String table(List<String> head, List<List<String>> rows) {
    return rows.isEmpty()
        ? "<p>None.</p>\n"
        : "<table>\n%s%s</table>\n"
            .formatted(
                Markup.row("th", head),
                rows.stream().map(row -> Markup.row("td", row)).collect(Collectors.joining()));
  }
}
