package io.samforge.eval.explore;

import io.samforge.eval.energy.ActivityRecord;
import io.samforge.eval.energy.EnergyFigures;
import io.samforge.eval.energy.EnergyModel;
import io.samforge.eval.energy.ImageWork;
import io.samforge.sim.synth.Area;

/**
 * Energies of the model of docs/energy.md with the middle of every figure, for points of which only
 * the whole area is known: all cells switch like the mean of the recorded engine of their kind.
 *
 * @param model the model
 * @param activity toggles of real layers
 */
public record ModelledEnergy(EnergyModel model, ActivityRecord activity) implements EnergyEstimate {

  /** Returns the model and the toggles that come with the program. */
  public static ModelledEnergy standard() {
    return new ModelledEnergy(
        new EnergyModel(EnergyFigures.standard().nominal()), ActivityRecord.standard());
  }

  @Override
  public double joules(Area area, PointSpeed speed) {
    ImageWork work = new ImageWork(speed.cycles(), DesignPoint.CLOCK_MHZ, speed.memoryBytes());
    return model.joules(activity.design(speed.point().config(), area), work).total();
  }
}
