package io.samforge.eval.explore;

import io.samforge.eval.speed.NetworkCycles;
import java.io.Serializable;

/**
 * The cycles of a network on a point.
 *
 * @param point the accelerator
 * @param cycles of one picture
 * @param memoryBytes read and written for it
 */
public record PointSpeed(DesignPoint point, long cycles, long memoryBytes) implements Serializable {
  /** Returns what a task gives for a point. */
  public static PointSpeed of(PointTask task, DesignPoint point) {
    NetworkCycles cycles = task.run(point);
    return new PointSpeed(point, cycles.cycles(), cycles.memoryBytes());
  }

  /** Returns pictures a second at {@link DesignPoint#CLOCK_MHZ}. */
  public double imagesPerSecond() {
    return DesignPoint.CLOCK_MHZ * 1e6 / cycles;
  }
}
