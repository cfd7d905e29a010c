package io.samforge.eval.report;

import java.util.List;
import java.util.stream.Collectors;

/** What the pages of the report have in common. */
final class Page {
  private static final String STYLE =
      """
      body { font: 15px/1.55 system-ui, sans-serif; color: #222; background: #f4f5f7; margin: 0 }
      main { max-width: 1360px; margin: 0 auto; padding: 1.5em 1.5em 3em }
      h1 { font-size: 1.6em; margin: .2em 0 } h2 { font-size: 1.08em; margin: 0 0 .2em }
      section { background: white; border-radius: 8px; padding: 1em 1.2em; margin: 1em 0;
        box-shadow: 0 1px 3px #0002 }
      .tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1em }
      .tiles section { margin: 0 } .tiles b { display: block; font-size: 2em; line-height: 1.2 }
      .tiles span, .note, figcaption { color: #666; font-size: .88em }
      .plots { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1em;
        margin: 1em 0 }
      .plots section { margin: 0 } .wide { grid-column: 1 / -1 }
      svg.plot { width: 100%; height: auto; display: block; margin-top: .5em }
      svg text { font: 12px system-ui, sans-serif; fill: #444 }
      svg .grid { stroke: #e3e5e8 } svg .mark { stroke: #b3261e; stroke-dasharray: 5 4 }
      svg .whisker { stroke: #222; stroke-width: 1.4 }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92em }
      th, td { padding: .25em .7em; text-align: right; border-bottom: 1px solid #e3e5e8 }
      th:nth-child(-n+2), td:nth-child(-n+2), .text td, .text th { text-align: left }
      .numbers td { white-space: nowrap }
      .scroll { overflow-x: auto } nav a { margin-right: 1.2em } a { color: #1b6ca8 }
      @media (max-width: 900px) { .plots, .tiles { grid-template-columns: minmax(0, 1fr) } }
      """;

  private Page() {}

  /** Returns a whole page around its content. */
  static String of(String title, String content) {
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
    <title>%s</title><style>%s</style></head><body><main>
    %s</main></body></html>
    """
        .formatted(Svg.escape(title), STYLE, content);
  }

  /** Returns a tile with a number. */
  static String tile(String number, String meaning) {
    return "<section><b>%s</b><span>%s</span></section>%n"
        .formatted(Svg.escape(number), Svg.escape(meaning));
  }

  /** Returns a table; the first row is its head. */
  static String table(List<List<String>> rows, String kind) {
    return "<div class=\"scroll\"><table class=\"%s\">".formatted(kind)
        + cells("th", rows.get(0))
        + rows.stream().skip(1).map(row -> cells("td", row)).collect(Collectors.joining())
        + "</table></div>\n";
  }

  private static String cells(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<%1$s>%2$s</%1$s>".formatted(tag, Svg.escape(cell)))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }
}
