package io.samforge.eval.energy;

/**
 * The toggles of all bits of a module in all its instances.
 *
 * @param bits bits of the signals that were watched, clocks left out
 * @param toggles changes of all of them together
 */
public record ModuleToggles(long bits, long toggles) {
  /** Nothing watched. */
  static final ModuleToggles NONE = new ModuleToggles(0, 0);

  /** Returns the sums of both. */
  ModuleToggles plus(ModuleToggles other) {
    return new ModuleToggles(bits + other.bits, toggles + other.toggles);
  }

  /** Returns the toggles of a bit in a cycle; 0 without bits. */
  public double rate(long cycles) {
    return bits == 0 ? 0 : (double) toggles / bits / cycles;
  }
}
