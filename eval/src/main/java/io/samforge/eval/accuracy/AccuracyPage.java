package io.samforge.eval.accuracy;

import io.samforge.host.mask.MaskImage;
import java.awt.Color;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The HTML page of an accuracy report; pictures of masks are files beside it. */
final class AccuracyPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1280px;
        margin: 2em auto; padding: 0 1em }
      h1 { font-size: 1.5em } h2 { font-size: 1.15em; margin-top: 2em }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums }
      th, td { padding: .25em .8em; text-align: right; border-bottom: 1px solid #ddd }
      .charts { width: 100% } .cases { display: flex; gap: 1em; flex-wrap: wrap }
      figure { margin: 0; width: 400px } figure img { width: 100% }
      figcaption { color: #666; font-size: .85em }
      """;

  private AccuracyPage() {}

  /** The page. */
  static String html(List<AccuracyRow> rows, List<CocoRow> coco) {
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>samforge: accuracy</title><style>%s</style></head><body>
    <h1>Quantised masks against float masks</h1>
    %s%s
    <p>IoU is the intersection over union of a mask with the mask that the float model gives for the
    same point on the same photograph; a tenth of the masks is not better than p10.</p>
    %s%s
    </body></html>
    """
        .formatted(
            STYLE,
            chart(rows),
            table(AccuracyTable.head(), rows.stream().map(AccuracyTable::cells)),
            coco(coco),
            rows.stream().map(AccuracyPage::cases).collect(Collectors.joining("\n")));
  }

  private static String chart(List<AccuracyRow> rows) {
    if (rows.isEmpty()) {
      return "<p>Nothing is measured yet.</p>";
    }
    byte[] png = MaskImage.png(AccuracyCharts.sheet(rows));
    return "<img class=\"charts\" alt=\"accuracy of all variants\" src=\"data:image/png;base64,%s\">%n"
        .formatted(Base64.getEncoder().encodeToString(png));
  }

  private static String table(List<String> head, Stream<List<String>> rows) {
    return "<table>"
        + cells("th", head)
        + rows.map(row -> cells("td", row)).collect(Collectors.joining())
        + "</table>";
  }

  private static String coco(List<CocoRow> rows) {
    return rows.isEmpty()
        ? ""
        : "<h2>COCO benchmark, masks prompted by the boxes of a detector, per cent</h2>"
            + table(CocoTable.head(), rows.stream().map(CocoTable::cells));
  }

  private static String cells(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<%1$s>%2$s</%1$s>".formatted(tag, escape(cell)))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  private static String cases(AccuracyRow row) {
    return """
    <h2>%s: the worst masks</h2>
    <p><span style="color:%s">&#9632;</span> float model, <span style="color:%s">&#9632;</span>
    variant</p><div class="cases">%s</div>
    """
        .formatted(
            escape(row.variant()),
            css(AccuracyReport.EXPECTED),
            css(AccuracyReport.FOUND),
            row.worst().stream().map(AccuracyPage::figure).collect(Collectors.joining()));
  }

  private static String figure(WorstCase worst) {
    return """
    <figure><img alt="contours of both masks" loading="lazy" src="%s">
    <figcaption>%s, %s: IoU %s</figcaption></figure>
    """
        .formatted(
            escape(worst.picture()),
            escape(worst.image()),
            escape(worst.prompt()),
            AccuracyTable.fixed(worst.iou()));
  }

  private static String css(Color colour) {
    return "#%06x".formatted(colour.getRGB() & 0xffffff);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
