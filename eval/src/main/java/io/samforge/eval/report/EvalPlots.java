package io.samforge.eval.report;

import io.samforge.eval.energy.EnergyBreakdown;
import io.samforge.eval.energy.Interval;
import io.samforge.eval.energy.LaneEnergy;
import io.samforge.eval.explore.EqualEnergy;
import io.samforge.eval.explore.NumberFormat;
import io.samforge.eval.speed.LaneComparison;
import io.samforge.eval.speed.NetworkCycles;
import io.samforge.eval.speed.PaperEngines;
import io.samforge.sim.synth.DesignArea;
import io.samforge.sim.synth.ModuleArea;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The plots of a comparison; all with DRAM of 19.2 GB/s.
 *
 * @param comparison the cycles
 * @param energy the modelled energies
 * @param equal results and energies by equal resources
 */
record EvalPlots(LaneComparison comparison, LaneEnergy energy, EqualEnergy equal) {
  /** Identifiers of all plots on the page, in their order. */
  static final List<String> IDS =
      List.of(
          "against", "bits", "equalSpeed", "equalEnergy", "energy", "area", "roofline", "layers");

  private static final List<String> BY_BITS = List.of("FP32", "INT8", "W6A6", "W5A5", "W4A4");
  private static final String LAYERS_OF = "MobileSAM";
  private static final double PUBLISHED_SPEEDUP = 7.89;
  private static final double PUBLISHED_ENERGY_RATIO = 8.64;
  private static final int SHOWN_MODULES = 9;
  private static final double MEGA = 1e6;
  private static final double PERCENT = 100;

  /** Returns speedup and energy ratio of the 4-bit engine for every network. */
  String against() {
    List<LaneEnergy.Row> rows = rows(PaperEngines.HEADLINE);
    return new ColumnChart(
            "against",
            "W4A4 with 128 lanes against FP32 with 16 lanes",
            "times FP32",
            rows.stream().map(row -> row.result().network().name()).toList(),
            List.of(
                new ColumnChart.Series(
                    "speed",
                    rows.stream().map(row -> comparison.speedup(row.result())).toList(),
                    List.of()),
                new ColumnChart.Series(
                    "modelled energy",
                    rows.stream().map(row -> row.ratio().nominal()).toList(),
                    rows.stream().map(LaneEnergy.Row::ratio).toList())),
            List.of(
                new ColumnChart.Mark(PUBLISHED_SPEEDUP, "speed 7.89, paper"),
                new ColumnChart.Mark(PUBLISHED_ENERGY_RATIO, "energy 8.64, paper")))
        .svg();
  }

  /** Returns the speed of engines of all widths for every network, as times the twin's. */
  String bits() {
    List<String> networks = networks();
    List<ColumnChart.Series> series = new ArrayList<>();
    for (String network : networks) {
      series.add(
          new ColumnChart.Series(
              network,
              BY_BITS.stream().map(engine -> comparison.speedup(result(network, engine))).toList(),
              List.of()));
    }
    return new ColumnChart(
            "bits", "speed against bits of the codes", "times FP32", BY_BITS, series, List.of())
        .svg();
  }

  /** Returns how many times as fast as floats all formats are with equal resources. */
  String equalSpeed() {
    return equalChart(
        "equalSpeed",
        "speed with equal resources",
        (one, row) ->
            new ColumnChart.Series(
                one, row.map(r -> equal.comparison().speedup(r.result())).toList(), List.of()));
  }

  /** Returns how many times less modelled energy than floats all formats take. */
  String equalEnergy() {
    return equalChart(
        "equalEnergy",
        "modelled energy with equal resources",
        (one, row) -> {
          List<Interval> ratios = row.map(EqualEnergy.Row::ratio).toList();
          return new ColumnChart.Series(
              one, ratios.stream().map(Interval::nominal).toList(), ratios);
        });
  }

  private String equalChart(
      String id,
      String label,
      BiFunction<String, Stream<EqualEnergy.Row>, ColumnChart.Series> series) {
    List<String> formats =
        equal.comparison().formats().stream()
            .filter(format -> format != NumberFormat.FP32)
            .map(NumberFormat::name)
            .toList();
    return new ColumnChart(
            id,
            label,
            "times FP32",
            networks(),
            formats.stream().map(f -> series.apply(f, equalRows(f))).toList(),
            List.of())
        .svg();
  }

  /** The results of a format with DRAM, in the order of networks. */
  private Stream<EqualEnergy.Row> equalRows(String format) {
    return networks().stream()
        .map(
            network ->
                equal.row(
                    equal
                        .comparison()
                        .row(NumberFormat.named(format), network, LaneEnergy.MEMORY)));
  }

  /** Returns what the modelled energy of SAM-L is spent on. */
  String energyParts() {
    List<StackChart.Bar> bars =
        BY_BITS.stream()
            .flatMap(engine -> energy.row(LaneEnergy.NETWORK, engine, LaneEnergy.MEMORY).stream())
            .map(row -> energyBar(row))
            .toList();
    return new StackChart(
            "energy",
            "what the modelled energy of a picture is spent on",
            "%",
            List.of(
                "logic",
                "registers",
                "clocks",
                "DSP",
                "block RAM",
                "static",
                "DRAM transfer",
                "DRAM standby"),
            bars)
        .svg();
  }

  /** Returns the look-up tables of the twin and of the 4-bit engine by module. */
  String area() {
    List<DesignArea> designs =
        Stream.of(PaperEngines.BASELINE, PaperEngines.HEADLINE)
            .flatMap(e -> energy.row(LaneEnergy.NETWORK, e, LaneEnergy.MEMORY).stream())
            .map(LaneEnergy.Row::area)
            .toList();
    List<String> shown =
        designs.stream()
            .flatMap(design -> design.modules().stream().limit(SHOWN_MODULES / 2 + 1))
            .map(ModuleArea::module)
            .distinct()
            .limit(SHOWN_MODULES)
            .toList();
    List<String> parts = new ArrayList<>(shown);
    parts.add("all others");
    List<StackChart.Bar> bars = new ArrayList<>();
    for (DesignArea design : designs) {
      List<Double> values = new ArrayList<>();
      shown.forEach(module -> values.add(lut(design, module)));
      values.add(design.total().lut() - values.stream().mapToDouble(v -> v).sum());
      bars.add(
          new StackChart.Bar(design.config().name(), values, Svg.number(design.total().lut())));
    }
    return new StackChart("area", "look-up tables by module", "LUT", parts, bars).svg();
  }

  /** Returns the roofline of the twin and of the 4-bit engine. */
  String roofline() {
    List<Roofline.Roof> roofs =
        Stream.of(PaperEngines.BASELINE, PaperEngines.HEADLINE).map(this::roof).toList();
    double bytes =
        LaneEnergy.MEMORY.bytesPerCycle()
            * MEGA
            * result(LAYERS_OF, PaperEngines.HEADLINE).engine().config().clockMHz();
    return new Roofline("roofline", "roofline of FP32 and W4A4", bytes, roofs).svg();
  }

  /** Returns the cycles of every step of MobileSAM. */
  String layers() {
    return new LayerChart(
            "layers",
            "cycles of every step of " + LAYERS_OF,
            List.of(
                result(LAYERS_OF, PaperEngines.BASELINE), result(LAYERS_OF, PaperEngines.HEADLINE)))
        .svg();
  }

  /** Returns the function that draws a plot. */
  static Function<EvalPlots, String> plot(String id) {
    return switch (id) {
      case "against" -> EvalPlots::against;
      case "bits" -> EvalPlots::bits;
      case "equalSpeed" -> EvalPlots::equalSpeed;
      case "equalEnergy" -> EvalPlots::equalEnergy;
      case "energy" -> EvalPlots::energyParts;
      case "area" -> EvalPlots::area;
      case "roofline" -> EvalPlots::roofline;
      case "layers" -> EvalPlots::layers;
      default -> throw new IllegalArgumentException("no plot " + id);
    };
  }

  private Roofline.Roof roof(String engine) {
    List<Roofline.Point> points =
        rows(engine).stream()
            .map(LaneEnergy.Row::result)
            .map(
                r ->
                    new Roofline.Point(
                        r.network().name(),
                        (double) r.network().macs() / r.memoryBytes(),
                        r.network().macs() / r.seconds(r.engine().config().clockMHz())))
            .toList();
    NetworkCycles any = result(LAYERS_OF, engine);
    double peak = any.engine().lanes() * MEGA * any.engine().config().clockMHz();
    return new Roofline.Roof(engine, peak, points);
  }

  private static StackChart.Bar energyBar(LaneEnergy.Row row) {
    EnergyBreakdown parts = row.parts();
    return new StackChart.Bar(
        row.result().engine().name(),
        parts.parts().values().stream().map(part -> PERCENT * part / parts.total()).toList(),
        Svg.number(parts.total()) + " J");
  }

  private static double lut(DesignArea design, String module) {
    return design.modules().stream()
        .filter(m -> m.module().equals(module))
        .mapToDouble(m -> m.everywhere().lut())
        .sum();
  }

  private List<String> networks() {
    return comparison.results().stream().map(r -> r.network().name()).distinct().toList();
  }

  private NetworkCycles result(String network, String engine) {
    return comparison.result(network, engine, LaneEnergy.MEMORY);
  }

  private List<LaneEnergy.Row> rows(String engine) {
    return networks().stream()
        .flatMap(network -> energy.row(network, engine, LaneEnergy.MEMORY).stream())
        .toList();
  }
}
