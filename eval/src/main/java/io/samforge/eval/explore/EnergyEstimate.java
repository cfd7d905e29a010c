package io.samforge.eval.explore;

import io.samforge.sim.synth.Area;

/** A model of energy that results can be ranked by. */
@FunctionalInterface
public interface EnergyEstimate {
  /**
   * Returns the energy of one picture. It does not fall when anything of the area, the cycles or
   * the bytes grows: what a search skips depends on that.
   *
   * @param area what the accelerator takes of the device
   * @param speed its cycles and the bytes that it moves for one picture
   * @return joules, static power included
   */
  double joules(Area area, PointSpeed speed);
}
