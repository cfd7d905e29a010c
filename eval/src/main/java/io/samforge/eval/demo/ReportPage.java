package io.samforge.eval.demo;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.model.Photograph;
import io.samforge.eval.mask.SmallImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** One self-contained HTML page with photograph, table and plots. */
final class ReportPage {
  private static final int THUMBNAIL_WIDTH = 360;
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1080px;
        margin: 2em auto; padding: 0 1em }
      h1 { font-size: 1.5em } h1 .ok { color: #2c7a4b } h1 .bad { color: #b3261e }
      .top { display: flex; gap: 1.5em; flex-wrap: wrap; align-items: flex-start }
      figure { margin: 0 } figcaption { color: #666; font-size: .85em }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums }
      th, td { padding: .25em .8em; text-align: right; border-bottom: 1px solid #ddd }
      th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left }
      .plots { width: 100% } code { font-size: .9em; word-break: break-all }
      dt { color: #666 } dd { margin: 0 0 .4em }
      """;

  private ReportPage() {}

  /** The page. */
  static String html(DemoResult result, byte[] plots) {
    AcceleratorConfig config = result.inputs().config();
    boolean equal = result.mismatches() == 0;
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>samforge demo: %1$s</title><style>%2$s</style></head><body>
    <h1>samforge demo, configuration %1$s: <span class="%3$s">%4$s</span></h1>
    <div class="top"><figure><img alt="the photograph" src="data:image/jpeg;base64,%5$s">
    <figcaption>%6$s</figcaption></figure>
    <dl>%7$s</dl></div>
    %8$s
    <p>Utilisation is multiply-adds / (cycles x %9$d multipliers), the memory without latency or
    stalls; where 32-bit outputs come faster than the port of %11$d bits takes them, the array
    waits. SQNR compares what the layer delivers with the float model: the decoded codes of GELU
    for mlp/fc1, floats for the others; mlp/fc2 reads the codes of mlp/fc1.</p>
    <img class="plots" alt="histogram of activations, utilisation and accuracy"
    src="data:image/png;base64,%10$s">
    </body></html>
    """
        .formatted(
            escape(config.name()),
            STYLE,
            equal ? "ok" : "bad",
            equal ? "every bit is right" : result.mismatches() + " outputs differ",
            base64(thumbnail(result.inputs().image())),
            caption(result.inputs()),
            facts(result),
            table(result),
            config.reductionLanes() * config.outputLanes(),
            base64(plots),
            config.axiDataWidth());
  }

  private static String facts(DemoResult result) {
    AcceleratorConfig config = result.inputs().config();
    return fact("Block", "<code>" + escape(result.capture().block()) + "</code>")
        + fact("Array", config.reductionLanes() + " x " + config.outputLanes() + " multipliers")
        + fact("Outputs compared", String.format(Locale.ROOT, "%,d", result.elements()))
        + fact("Multiply-adds simulated", String.format(Locale.ROOT, "%.2f G", result.macs() / 1e9))
        + fact("Config hash", "<code>" + config.hash() + "</code>");
  }

  private static String fact(String name, String value) {
    return "<dt>" + name + "</dt><dd>" + value + "</dd>";
  }

  private static String table(DemoResult result) {
    return "<table><tr>"
        + TextTable.head().stream().map(h -> "<th>" + h + "</th>").collect(Collectors.joining())
        + "</tr>\n"
        + TextTable.cells(result).stream().map(ReportPage::row).collect(Collectors.joining("\n"))
        + "</table>";
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> "<td>" + escape(cell) + "</td>")
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private static String caption(DemoInputs inputs) {
    String name = escape(inputs.photograph().source());
    return inputs.image().equals(Photograph.DEFAULT)
        ? name + ", Sander Klootwijk, CC-BY-SA-4.0, reduced"
        : name;
  }

  private static byte[] thumbnail(Path file) {
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw new UserError("the photograph %s cannot be read: %s".formatted(file, e.getMessage()));
    }
    BufferedImage small = SmallImage.within(image, THUMBNAIL_WIDTH, Integer.MAX_VALUE);
    return Plots.encode(small, "jpg");
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
