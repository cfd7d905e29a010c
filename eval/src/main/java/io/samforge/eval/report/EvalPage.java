package io.samforge.eval.report;

import io.samforge.eval.energy.EnergyFigures;
import io.samforge.eval.energy.EnergyTable;
import io.samforge.eval.energy.Figure;
import io.samforge.eval.energy.LaneEnergy;
import io.samforge.eval.explore.EqualEnergy;
import io.samforge.eval.explore.EqualTable;
import io.samforge.eval.speed.LaneComparison;
import io.samforge.eval.speed.PaperEngines;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of {@code make eval}: headline, plots, tables, sources; one file without scripts. */
public final class EvalPage {
  /** Heading and explanation of every plot, in the order of {@link EvalPlots#IDS}. */
  private static final List<List<String>> TEXTS =
      List.of(
          List.of(
              "W4A4 against FP32",
              "128 four-bit lanes against 16 floating-point lanes at one clock. Whiskers hold nine"
                  + " of ten samples of the energy figures."),
          List.of(
              "Speed against bits",
              "W6A6, W5A5 and W4A4 have 128 lanes, INT8 has 64, FP32 has 16."),
          List.of(
              "Equal resources: speed",
              "The fastest accelerator of every format that fits 80 % of a ZCU102, areas counted by"
                  + " Yosys, against FP32 with as much."),
          List.of(
              "Equal resources: energy",
              "Modelled joules of FP32 over those of every format. Whiskers hold nine of ten"
                  + " samples of the energy figures."),
          List.of(
              "Energy of a picture, SAM-L",
              "Modelled, with toggles of real layers on each engine."),
          List.of(
              "Area by module",
              "Look-up tables of an UltraScale+ device, counted by Yosys: FP32 with 16 lanes, W4A4"
                  + " with 128."),
          List.of(
              "Roofline",
              "Dots are whole networks, lines what 19.2 GB/s and the multipliers allow."),
          List.of(
              "Cycles of every step, MobileSAM",
              "From the exact cycle model, which equals the counters of the Verilog."));

  private EvalPage() {}

  /**
   * Returns the page.
   *
   * @param equal results and energies by equal resources
   * @param links names of the other pages in the same folder
   */
  public static String html(
      LaneComparison comparison, LaneEnergy energy, EqualEnergy equal, List<String> links) {
    EvalPlots plots = new EvalPlots(comparison, energy, equal);
    StringBuilder sections = new StringBuilder();
    for (int i = 0; i < EvalPlots.IDS.size(); i++) {
      String id = EvalPlots.IDS.get(i);
      sections.append(
          "<section%s><h2>%s</h2><span class=\"note\">%s</span>%s</section>%n"
              .formatted(
                  id.equals("layers") ? " class=\"wide\"" : "",
                  Svg.escape(TEXTS.get(i).get(0)),
                  Svg.escape(TEXTS.get(i).get(1)),
                  EvalPlots.plot(id).apply(plots)));
    }
    sections.insert(
        sections.indexOf("<section class=\"wide\">"),
        "<section><h2>Where the energy ratio comes from, SAM-L</h2>%s</section>%n"
            .formatted(Page.table(attribution(energy), "numbers")));
    return Page.of(
        "samforge: speed, area and energy",
        """
        <h1>W4A4 against its floating-point twin</h1>
        <p class="note">Cycles are exact for the Verilog, areas are counted by Yosys, energies are
        modelled: no board is behind them. DRAM answers after 100 cycles with 19.2 GB/s.</p>
        %s<div class="tiles">%s</div><div class="plots">%s</div>
        <section><h2>Equal resources: 80 %% of a ZCU102, DRAM of 19.2 GB/s</h2>%s</section>
        <section><h2>Modelled energy of engines with published numbers of lanes</h2>%s</section>
        <section><h2>What the energy model rests on</h2>%s</section>
        """
            .formatted(
                navigation(links),
                tiles(Headline.all(comparison, energy, equal)),
                sections,
                Page.table(EqualTable.cells(equal, List.of(LaneEnergy.MEMORY)), "numbers"),
                Page.table(EnergyTable.cells(energy), "numbers"),
                Page.table(sources(), "text")));
  }

  /** Returns the heading of a plot. */
  static String heading(String id) {
    return TEXTS.get(EvalPlots.IDS.indexOf(id)).get(0);
  }

  private static String tiles(List<Headline> headlines) {
    return headlines.stream()
        .map(headline -> Page.tile(headline.number(), headline.meaning()))
        .collect(Collectors.joining());
  }

  private static String navigation(List<String> links) {
    return links.isEmpty()
        ? ""
        : links.stream()
            .map(link -> "<a href=\"%1$s\">%1$s</a>".formatted(Svg.escape(link)))
            .collect(Collectors.joining("", "<nav>Further pages: ", "</nav>\n"));
  }

  private static List<List<String>> attribution(LaneEnergy energy) {
    Map<String, Double> base =
        energy
            .row(LaneEnergy.NETWORK, PaperEngines.BASELINE, LaneEnergy.MEMORY)
            .orElseThrow()
            .parts()
            .parts();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("part", "", "FP32, J", "W4A4, J", "ratio"));
    energy
        .headline()
        .parts()
        .parts()
        .forEach(
            (part, joules) ->
                rows.add(
                    List.of(
                        part,
                        "",
                        Svg.number(base.get(part)),
                        Svg.number(joules),
                        Svg.number(base.get(part) / joules))));
    return rows;
  }

  private static List<List<String>> sources() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("figure", "basis", "value", "range", "unit", "source"));
    for (Figure f : EnergyFigures.standard().figures()) {
      rows.add(
          List.of(
              f.quantity().name(),
              f.basis().name(),
              plain(f.value()),
              plain(f.low()) + " to " + plain(f.high()),
              f.unit(),
              f.source()));
    }
    for (EnergyFigures.Report report : EnergyFigures.standard().reports()) {
      rows.add(List.of(report.name(), "report", "", "", "", report.source()));
    }
    return rows;
  }

  /** All digits that a figure is given with, and no exponent. */
  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
