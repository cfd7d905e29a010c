package io.samforge.eval.explore;

import io.samforge.eval.energy.ActiveArea;
import io.samforge.eval.energy.ActivityRecord;
import io.samforge.eval.energy.EnergyBreakdown;
import io.samforge.eval.energy.EnergyEstimator;
import io.samforge.eval.energy.ImageWork;
import io.samforge.eval.energy.Interval;
import io.samforge.eval.energy.LaneEnergy;
import io.samforge.eval.speed.NetworkCycles;
import java.util.ArrayList;
import java.util.List;

/**
 * Modelled energies of the accelerators with equal resources.
 *
 * <p>Only their whole areas are counted, and no toggles: all their cells are taken to switch like
 * the mean of the cells of the configuration with few lanes of the same format.
 *
 * @param comparison the results
 * @param rows the energy of every result, in the same order
 */
public record EqualEnergy(EqualResources comparison, List<Row> rows) {
  /**
   * A result with its energy.
   *
   * @param result the result
   * @param joules modelled joules for one picture
   * @param ratio joules of FP32 for the same network and memory over these
   * @param parts what the nominal joules are spent on
   */
  public record Row(
      EqualResources.Row result, Interval joules, Interval ratio, EnergyBreakdown parts) {
    /** Returns the mean power while the network runs, W. */
    public double watts() {
      return joules.nominal() / work(result).seconds();
    }
  }

  /** Copies the list. */
  public EqualEnergy {
    rows = List.copyOf(rows);
  }

  /** Models all results with the figures and the toggles that come with the program. */
  public static EqualEnergy standard(EqualResources comparison) {
    return of(comparison, EnergyEstimator.standard(), ActivityRecord.standard());
  }

  /**
   * Models all results.
   *
   * @param activity toggles of the configurations with few lanes
   */
  static EqualEnergy of(
      EqualResources comparison, EnergyEstimator estimator, ActivityRecord activity) {
    List<Row> rows = new ArrayList<>();
    for (EqualResources.Row result : comparison.rows()) {
      NetworkCycles cycles = result.cycles();
      EqualResources.Row base =
          comparison.row(NumberFormat.FP32, cycles.network().name(), cycles.timing());
      List<ActiveArea> design = design(activity, result);
      rows.add(
          new Row(
              result,
              estimator.joules(design, work(result)),
              result.equals(base)
                  ? Interval.ONE
                  : estimator.ratio(design(activity, base), work(base), design, work(result)),
              estimator.breakdown(design, work(result))));
    }
    return new EqualEnergy(comparison, rows);
  }

  /** Returns the energy of a result. */
  public Row row(EqualResources.Row result) {
    return rows.stream().filter(row -> row.result().equals(result)).findFirst().orElseThrow();
  }

  /** Returns the energy of the headline. */
  public Row headline() {
    return row(comparison.headline());
  }

  private static List<ActiveArea> design(ActivityRecord activity, EqualResources.Row row) {
    return activity.design(row.sample().point().config(), row.sample().total());
  }

  private static ImageWork work(EqualResources.Row row) {
    return LaneEnergy.work(row.cycles());
  }
}
