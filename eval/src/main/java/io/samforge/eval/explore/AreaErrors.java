package io.samforge.eval.explore;

import io.samforge.calib.report.TextColumns;
import io.samforge.sim.synth.Area;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far an estimate is from a count.
 *
 * @param point the accelerator
 * @param counted what full synthesis counted
 * @param estimated what was estimated
 */
public record AreaErrors(DesignPoint point, Area counted, Area estimated) {
  /** Returns the errors of an estimator over counts that it was not fitted to. */
  static List<AreaErrors> of(AreaEstimator estimator, List<AreaSample> counted) {
    return counted.stream()
        .map(s -> new AreaErrors(s.point(), s.total(), estimator.estimate(s.point())))
        .toList();
  }

  /** Returns the error of look-up tables, relative to the count. */
  double lut() {
    return (double) estimated.lut() / counted.lut() - 1;
  }

  /** Returns the error of flip-flops, relative to the count. */
  double ff() {
    return (double) estimated.ff() / counted.ff() - 1;
  }

  /** Returns the lines of a table. */
  static List<String> table(AreaEstimator estimator, List<AreaSample> counted) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("point", "LUT", "error", "FF", "error", "DSP", "est.", "BRAM", "est."));
    for (AreaErrors e : of(estimator, counted)) {
      rows.add(
          List.of(
              e.point.key(),
              Long.toString(e.counted.lut()),
              percent(e.lut()),
              Long.toString(e.counted.ff()),
              percent(e.ff()),
              Long.toString(e.counted.dsp()),
              Long.toString(e.estimated.dsp()),
              Double.toString(e.counted.bram()),
              Double.toString(e.estimated.bram())));
    }
    return TextColumns.lines(rows, 1);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
  }
}
