package io.samforge.eval.explore;

import io.samforge.sim.synth.Area;

/**
 * A point whose estimated area fits.
 *
 * @param point the accelerator
 * @param area its estimated area
 * @param leastCycles cycles that the network takes at least
 */
public record Candidate(DesignPoint point, Area area, long leastCycles) {
  /** Returns whether this takes no more of anything than another. */
  boolean isNoLargerThan(Area other) {
    return area.lut() <= other.lut()
        && area.ff() <= other.ff()
        && area.dsp() <= other.dsp()
        && area.bram() <= other.bram();
  }

  /** Returns a speed that is not reached: the least cycles, and no byte moved. */
  PointSpeed bestSpeed() {
    return new PointSpeed(point, leastCycles, 0);
  }

  /** Returns the result of a computed speed. */
  PointResult result(PointSpeed speed, EnergyEstimate energy) {
    return new PointResult(speed, area, energy.joules(area, speed));
  }
}
