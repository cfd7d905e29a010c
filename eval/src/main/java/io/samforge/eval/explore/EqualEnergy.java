package io.samforge.eval.explore;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.eval.energy.ActiveArea;
import io.samforge.eval.energy.ActivityRecord;
import io.samforge.eval.energy.EnergyEstimator;
import io.samforge.eval.energy.ImageWork;
import io.samforge.eval.energy.Interval;
import io.samforge.eval.energy.LaneEnergy;
import io.samforge.sim.synth.Area;
import io.samforge.sim.synth.DesignArea;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Modelled energy of the accelerators with equal resources.
 *
 * <p>Only their whole areas are counted, and no toggles: all their cells are taken to switch like
 * the mean of the cells of the configuration with few lanes of the same number format.
 *
 * @param estimator the model
 * @param floats the twin with few lanes and its counted modules
 * @param integers the W4A4 configuration with few lanes and its counted modules
 * @param activity toggles of both
 */
public record EqualEnergy(
    EnergyEstimator estimator, DesignArea floats, DesignArea integers, ActivityRecord activity) {

  /** Returns the joules of FP32 over those of a row for the same picture and memory. */
  public Interval ratio(EqualResources comparison, EqualResources.Row row) {
    EqualResources.Row base =
        comparison.row(NumberFormat.FP32, row.cycles().network().name(), row.cycles().timing());
    return estimator.ratio(design(base), work(base), design(row), work(row));
  }

  /** Adds ratio and interval to what {@link EqualJson} made of a comparison. */
  public void addTo(JsonObject json, EqualResources comparison) {
    Interval ratio = ratio(comparison, comparison.headline());
    json.addProperty("energyRatio", ratio.nominal());
    JsonArray interval = new JsonArray();
    interval.add(ratio.low());
    interval.add(ratio.high());
    json.add("energyRatioInterval", interval);
  }

  private static ImageWork work(EqualResources.Row row) {
    return LaneEnergy.work(row.cycles());
  }

  private List<ActiveArea> design(EqualResources.Row row) {
    boolean isFloat = row.sample().point().format() == NumberFormat.FP32;
    List<ActiveArea> few = activity.design(isFloat ? floats : integers);
    Area total = row.sample().total();
    double bits =
        mean(few, ActiveArea::bramBits, part -> 1) / mean(few, EqualEnergy::bram, part -> 1);
    return List.of(
        new ActiveArea(
            row.sample().point().key(),
            total,
            total.bram() * bits,
            mean(few, ActiveArea::toggle, part -> part.area().lut() + part.area().ff()),
            mean(few, ActiveArea::dspToggle, part -> part.area().dsp())));
  }

  private static double bram(ActiveArea part) {
    return part.area().bram();
  }

  private static double mean(
      List<ActiveArea> parts,
      ToDoubleFunction<ActiveArea> value,
      ToDoubleFunction<ActiveArea> weight) {
    double sum = 0;
    double weights = 0;
    for (ActiveArea part : parts) {
      sum += weight.applyAsDouble(part) * value.applyAsDouble(part);
      weights += weight.applyAsDouble(part);
    }
    return weights > 0 ? sum / weights : 0;
  }
}
