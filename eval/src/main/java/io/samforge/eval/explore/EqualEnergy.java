package io.samforge.eval.explore;

import io.samforge.eval.energy.ActiveArea;
import io.samforge.eval.energy.ActivityRecord;
import io.samforge.eval.energy.EnergyEstimator;
import io.samforge.eval.energy.Interval;
import io.samforge.eval.energy.LaneEnergy;
import java.util.List;

/**
 * Modelled energy of the accelerators with equal resources.
 *
 * <p>Only their whole areas are counted, and no toggles: all their cells are taken to switch like
 * the mean of the cells of the configuration with few lanes of the same arithmetic.
 *
 * @param estimator the model
 * @param activity toggles of the configurations with few lanes
 */
public record EqualEnergy(EnergyEstimator estimator, ActivityRecord activity) {

  /** Returns the model and the toggles that come with the program. */
  public static EqualEnergy standard() {
    return new EqualEnergy(EnergyEstimator.standard(), ActivityRecord.standard());
  }

  /** Returns the joules of FP32 over those of the headline for the same picture and memory. */
  public Interval ratio(EqualResources comparison) {
    EqualResources.Row row = comparison.headline();
    EqualResources.Row base = comparison.baseline();
    return estimator.ratio(
        design(base), LaneEnergy.work(base.cycles()), design(row), LaneEnergy.work(row.cycles()));
  }

  private List<ActiveArea> design(EqualResources.Row row) {
    return activity.design(row.sample().point().config(), row.sample().total());
  }
}
