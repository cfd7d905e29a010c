package io.samforge.eval.full;

import io.samforge.eval.ChartSheet;
import io.samforge.host.RunCounters;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Where the cycles of a simulation went, unit by unit. */
final class FullCharts {
  private static final int LEAST_WIDTH = 760;
  private static final int WIDTH_OF_UNIT = 24;
  private static final int HEIGHT = 620;
  private static final double KILO = 1000;

  private FullCharts() {}

  /** What the array did in each cycle of a unit; the names are those of the legend. */
  static Map<String, ToDoubleFunction<RunCounters>> shares() {
    Map<String, ToDoubleFunction<RunCounters>> shares = new LinkedHashMap<>();
    shares.put("tokens enter", RunCounters::busy);
    shares.put("waits for weights", RunCounters::stallWeight);
    shares.put("waits for activations", RunCounters::stallActivation);
    shares.put("waits for outputs to leave", RunCounters::stallDrain);
    shares.put("fills, empties, starts", FullCharts::rest);
    return shares;
  }

  private static double rest(RunCounters counters) {
    long known =
        counters.busy()
            + counters.stallWeight()
            + counters.stallActivation()
            + counters.stallDrain();
    return Math.max(0, counters.cycles() - known);
  }

  /** The charts, one below the other. */
  static BufferedImage sheet(FullResult result) {
    CategoryChart cycles = chart(result, "Cycles of every unit, in thousands");
    cycles.getStyler().setStacked(true);
    shares().forEach((name, share) -> add(cycles, result, name, r -> kilo(share, r)));
    CategoryChart used = chart(result, "Used share of the multipliers, per cent of all cycles");
    used.getStyler().setLegendVisible(false);
    add(used, result, "used", r -> 100 * r.utilisation(result.model().config()));
    return ChartSheet.below(List.of(cycles, used));
  }

  private static double kilo(ToDoubleFunction<RunCounters> share, UnitResult unit) {
    return share.applyAsDouble(unit.counters()) / KILO;
  }

  private static CategoryChart chart(FullResult result, String title) {
    int width = Math.max(LEAST_WIDTH, WIDTH_OF_UNIT * result.results().size());
    CategoryChart chart =
        new CategoryChartBuilder().width(width).height(HEIGHT).title(title).build();
    ChartSheet.style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisDecimalPattern("0");
    chart.getStyler().setXAxisLabelRotation(90);
    chart.getStyler().setAvailableSpaceFill(0.8);
    return chart;
  }

  private static void add(
      CategoryChart chart, FullResult result, String name, ToDoubleFunction<UnitResult> value) {
    List<String> units = new ArrayList<>();
    List<Double> heights = new ArrayList<>();
    for (UnitResult unit : result.results()) {
      units.add(unit.name());
      heights.add(value.applyAsDouble(unit));
    }
    chart.addSeries(name, units, heights);
  }
}
