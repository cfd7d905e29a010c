package io.samforge.eval.energy;

import io.samforge.sim.synth.Area;

/**
 * Cells that switch alike: one module of a design without the modules inside it, all instances.
 *
 * @param module name of the module
 * @param area the cells of all instances
 * @param toggle toggles of a bit in a cycle, mean over the bits of the module
 * @param dspToggle the same for the inputs of DSP blocks
 */
public record ActiveArea(String module, Area area, double toggle, double dspToggle) {
  /** Refuses activities that no signal has. */
  public ActiveArea {
    if (!(toggle >= 0 && toggle <= 2 && dspToggle >= 0 && dspToggle <= 2)) {
      throw new IllegalArgumentException(
          "%s: %s and %s toggles of a bit in a cycle".formatted(module, toggle, dspToggle));
    }
  }

  /** Creates an area whose DSP blocks switch as the rest does. */
  public ActiveArea(String module, Area area, double toggle) {
    this(module, area, toggle, toggle);
  }
}
