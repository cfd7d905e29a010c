package io.samforge.eval.area;

import io.samforge.eval.ChartSheet;
import io.samforge.sim.synth.DesignArea;
import io.samforge.sim.synth.ModuleArea;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/**
 * The areas of designs as bars: what one multiplier of each design takes, then all instances of
 * each module without the modules inside them, as many modules as there is room for.
 */
final class AreaChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int SHOWN_MODULES = 12;

  private AreaChart() {}

  /** Returns the charts, one below the other. */
  static BufferedImage sheet(List<DesignArea> designs) {
    List<CategoryChart> charts = new ArrayList<>(List.of(perMultiplier(designs)));
    designs.forEach(design -> charts.add(modules(design)));
    return ChartSheet.below(charts);
  }

  private static CategoryChart perMultiplier(List<DesignArea> designs) {
    CategoryChart chart = chart("Look-up tables and flip-flops for each multiplier", "0.#");
    List<String> names = designs.stream().map(design -> design.config().name()).toList();
    chart.addSeries(
        "LUT", names, heights(designs, d -> (double) d.total().lut() / d.multipliers()));
    chart.addSeries(
        "flip-flops", names, heights(designs, d -> (double) d.total().ff() / d.multipliers()));
    return chart;
  }

  private static CategoryChart modules(DesignArea design) {
    String title =
        String.format(
            Locale.ROOT,
            "Modules of %s: %,d LUT, %,d flip-flops, %,d DSP, %.1f block RAM in total",
            design.config().name(),
            design.total().lut(),
            design.total().ff(),
            design.total().dsp(),
            design.total().bram());
    CategoryChart chart = chart(title, "#,##0");
    List<ModuleArea> shown = design.modules().stream().limit(SHOWN_MODULES).toList();
    List<String> names =
        shown.stream().map(module -> module.instances() + " x " + module.module()).toList();
    chart.addSeries("LUT", names, heights(shown, module -> module.everywhere().lut()));
    chart.addSeries("flip-flops", names, heights(shown, module -> module.everywhere().ff()));
    return chart;
  }

  private static <T> List<Double> heights(List<T> bars, ToDoubleFunction<T> height) {
    return bars.stream().map(height::applyAsDouble).toList();
  }

  private static CategoryChart chart(String title, String numbers) {
    CategoryChart chart =
        new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).build();
    ChartSheet.style(chart.getStyler());
    chart.getStyler().setChartTitleFont(chart.getStyler().getChartTitleFont().deriveFont(13f));
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisDecimalPattern(numbers);
    chart.getStyler().setXAxisLabelRotation(30);
    chart.getStyler().setAvailableSpaceFill(0.8);
    return chart;
  }
}
