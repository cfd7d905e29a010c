package io.samforge.eval.full;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.mask.MaskImage;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One self-contained HTML page with charts and the table of units. */
final class FullPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1280px;
        margin: 2em auto; padding: 0 1em }
      h1 { font-size: 1.5em } h1 .ok { color: #2c7a4b } h1 .bad { color: #b3261e }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums }
      th, td { padding: .25em .8em; text-align: right; border-bottom: 1px solid #ddd }
      th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left }
      .charts { width: 100% }
      """;

  private FullPage() {}

  /** The page. */
  static String html(FullResult result, String photograph) {
    AcceleratorConfig config = result.model().config();
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>samforge: simulation of %1$s</title><style>%2$s</style></head><body>
    <h1>Simulation of %1$s, %3$s on configuration %4$s: %5$s</h1>
    <p>%6$s. Photograph: %7$s. Array: %8$d x %9$d multipliers. A unit is what runs without the host
    in between: a chain of linear steps, or the products of an attention. Every output of every
    layer was compared with the golden model.</p>
    %10$s
    %11$s
    <p>Used is multiply-adds / (cycles x multipliers); slots and lanes that padding fills count as
    unused. The memory answers without latency or stalls.</p>
    %12$s
    </body></html>
    """
        .formatted(
            escape(result.model().model().name()),
            STYLE,
            escape(result.function()),
            escape(config.name()),
            verdict(result),
            escape(FullReport.summary(result)),
            escape(photograph),
            config.reductionLanes(),
            config.outputLanes(),
            charts(result),
            missing(result.missing()),
            table(result));
  }

  private static String verdict(FullResult result) {
    if (result.right()) {
      return "<span class=\"ok\">every bit is right</span>";
    }
    String wrong =
        result.mismatches() > 0
            ? result.mismatches() + " outputs differ"
            : result.missing().size() + " units are missing";
    return "<span class=\"bad\">" + wrong + "</span>";
  }

  private static String charts(FullResult result) {
    if (result.results().isEmpty()) {
      return "";
    }
    return "<img class=\"charts\" alt=\"cycles and used share of every unit\""
        + " src=\"data:image/png;base64,%s\">"
            .formatted(Base64.getEncoder().encodeToString(MaskImage.png(FullCharts.sheet(result))));
  }

  private static String missing(Map<String, String> units) {
    return units.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            unit ->
                "<p>%s: not simulated: %s</p>%n"
                    .formatted(escape(unit.getKey()), escape(unit.getValue())))
        .collect(Collectors.joining());
  }

  private static String table(FullResult result) {
    return "<table>"
        + cells("th", FullReport.HEAD)
        + FullReport.cells(result).stream()
            .map(row -> cells("td", row))
            .collect(Collectors.joining())
        + "</table>";
  }

  private static String cells(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<%1$s>%2$s</%1$s>".formatted(tag, escape(cell)))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
