package io.samforge.eval.energy;

import java.util.Map;
import java.util.TreeMap;

/**
 * Toggles counted in some cycles of a real layer on simulated Verilog.
 *
 * @param config name of the configuration
 * @param configHash its hash
 * @param arithmetic its arithmetic
 * @param activationBits its activation bits
 * @param layer what was computed
 * @param firstCycle the first cycle of the window, from the end of reset on
 * @param cycles cycles of the window
 * @param modules toggles by module
 */
public record ActivityRun(
    String config,
    String configHash,
    String arithmetic,
    int activationBits,
    String layer,
    long firstCycle,
    long cycles,
    Map<String, ModuleToggles> modules) {
  /** Refuses a run without cycles. */
  public ActivityRun {
    modules = Map.copyOf(new TreeMap<>(modules));
    if (cycles <= 0 || modules.isEmpty()) {
      throw new IllegalArgumentException(config + ": a run of " + cycles + " cycles");
    }
  }

  /** Returns the toggles of a bit in a cycle, mean over all modules. */
  public double rate() {
    return modules.values().stream().reduce(ModuleToggles.NONE, ModuleToggles::plus).rate(cycles);
  }
}
