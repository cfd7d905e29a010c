package io.samforge.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.eval.energy.ActivityRecord;
import io.samforge.eval.energy.EnergyEstimator;
import io.samforge.eval.energy.LaneEnergy;
import io.samforge.eval.energy.RecordedAreas;
import io.samforge.eval.explore.EqualEnergy;
import io.samforge.eval.explore.EqualResources;
import io.samforge.eval.network.Network;
import io.samforge.eval.network.NetworkLayer;
import io.samforge.eval.network.OperandUse;
import io.samforge.eval.speed.LaneComparison;
import io.samforge.eval.speed.PaperEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser: all plots are there, nothing is on the console. */
class EvalPageTest {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void pagesShowInBrowser() throws IOException {
    LaneComparison comparison = comparison();
    LaneEnergy energy = energy(comparison);
    EqualEnergy equal =
        EqualEnergy.standard(EqualResources.of(EqualResources.found(), networks(), name -> {}));
    HeadlessBrowser browser = new HeadlessBrowser(folder);
    String html = EvalPage.html(comparison, energy, equal, List.of("poc.html"));
    assertThat(html).contains("<a href=\"poc.html\">").doesNotContain("<script");
    assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("src=\"http");
    Path page = Files.writeString(folder.resolve("index.html"), html);
    Path picture = TARGET.resolve("eval-page.png");
    assertThat(browser.screenshot(page, picture, 4300)).isEmpty();
    assertThat(Files.size(picture)).isGreaterThan(50_000);
    System.out.println("screenshot: " + picture);

    Map<String, List<Double>> plots = browser.plots(html);
    assertThat(missing(plots)).isEmpty();
    // A page without one of its plots is noticed.
    String without = html.replaceFirst("(?s)<svg id=\"roofline\".*?</svg>", "");
    assertThat(missing(browser.plots(without))).containsExactly("roofline");

    EvalPlots parts = new EvalPlots(comparison, energy, equal);
    assertThat(List.of(parts.equalSpeed(), parts.equalEnergy()))
        .allMatch(plot -> plot.contains(">INT8<") && plot.contains(">W4A4<"))
        .noneMatch(plot -> plot.contains(">FP32<"));
    assertThat(PagePicture.svg(comparison, energy, equal))
        .contains("width=\"640\" height=\"330\"")
        .doesNotContain("width=\"330\"");
    Path overview =
        Files.writeString(
            folder.resolve("overview.svg"), PagePicture.svg(comparison, energy, equal));
    Path drawn = TARGET.resolve("eval-overview.png");
    assertThat(browser.screenshot(overview, drawn, 1000)).isEmpty();
    // A picture that is no XML shows as an error of a few lines.
    assertThat(Files.size(drawn)).isGreaterThan(50_000);
    System.out.println("screenshot: " + drawn);

    LaneEnergy.Row row =
        energy.row("MobileSAM", PaperEngines.HEADLINE, LaneEnergy.MEMORY).orElseThrow();
    Path poc =
        Files.writeString(folder.resolve("poc.html"), PocPage.html(row, PocAssumptions.EXAMPLE));
    Path pocPicture = TARGET.resolve("poc-page.png");
    assertThat(browser.screenshot(poc, pocPicture, 900)).isEmpty();
    System.out.println("screenshot: " + pocPicture);
    assertThat(ReportLinks.beside(page)).contains("poc.html").doesNotContain("index.html");
  }

  @Test
  void theConsoleIsHeard() throws IOException {
    Path page =
        Files.writeString(
            folder.resolve("loud.html"), "<html><script>console.error('wrong')</script></html>");
    assertThat(new HeadlessBrowser(folder).screenshot(page, folder.resolve("loud.png"), 100))
        .singleElement()
        .asString()
        .contains("wrong");
  }

  @Test
  void axesHoldTheirValues() {
    assertThat(Axis.upTo(9.9)).isEqualTo(new Axis(10, 2));
    assertThat(Axis.upTo(10.1).marks()).containsExactly(0.0, 2.5, 5.0, 7.5, 10.0, 12.5);
    assertThat(Axis.upTo(0).top()).isEqualTo(1);
    assertThat(Svg.escape("a<b & \"c\"")).isEqualTo("a&lt;b &amp; &quot;c&quot;");
  }

  private static List<String> missing(Map<String, List<Double>> plots) {
    return EvalPlots.IDS.stream()
        .filter(id -> !plots.containsKey(id) || plots.get(id).stream().anyMatch(size -> size < 50))
        .toList();
  }

  private static LaneEnergy energy(LaneComparison comparison) {
    return LaneEnergy.of(
        comparison,
        RecordedAreas.standard(),
        ActivityRecord.standard(),
        EnergyEstimator.standard());
  }

  /** Small networks under the names that the page is about. */
  private static LaneComparison comparison() {
    Path root = Path.of(System.getProperty("samforge.root", ".."));
    return LaneComparison.of(PaperEngines.load(root.resolve("configs")), networks(), name -> {});
  }

  private static List<Network> networks() {
    return Stream.of("SAM-B", "SAM-L", "SAM-H", "MobileSAM")
        .map(
            name ->
                new Network(
                    name,
                    List.of(
                        new NetworkLayer("first", 2, 64, 64, 64, OperandUse.GROUPED, false),
                        new NetworkLayer("last", 1, 64, 64, 32, OperandUse.HYBRID, false))))
        .toList();
  }
}
