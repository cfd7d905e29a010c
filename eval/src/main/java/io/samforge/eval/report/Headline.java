package io.samforge.eval.report;

import io.samforge.eval.energy.Interval;
import io.samforge.eval.energy.LaneEnergy;
import io.samforge.eval.explore.EqualEnergy;
import io.samforge.eval.speed.LaneComparison;
import java.util.List;

/**
 * A number in large letters and what it means.
 *
 * @param number the number with its unit
 * @param meaning a line of text
 */
record Headline(String number, String meaning) {
  /** Returns the headlines of the report: both comparisons, speed before energy. */
  static List<Headline> all(LaneComparison comparison, LaneEnergy energy, EqualEnergy equal) {
    LaneEnergy.Row lanes = energy.headline();
    EqualEnergy.Row largest = equal.headline();
    return List.of(
        new Headline(
            times(comparison.speedup(lanes.result())),
            "the speed of FP32 by lanes, SAM-L; paper: 7.89"),
        new Headline(
            times(lanes.ratio().nominal()),
            "less modelled energy, %s; paper: 8.64".formatted(range(lanes.ratio()))),
        new Headline(
            times(equal.comparison().speedup(largest.result())),
            "the speed of FP32 with as much of a ZCU102"),
        new Headline(
            times(largest.ratio().nominal()),
            "less modelled energy, %s, with as much".formatted(range(largest.ratio()))));
  }

  private static String times(double value) {
    return Svg.number(value) + " x";
  }

  private static String range(Interval interval) {
    return Svg.number(interval.low()) + " to " + Svg.number(interval.high());
  }
}
