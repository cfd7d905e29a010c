package io.samforge.sim.synth;

/**
 * The area of one module of a design.
 *
 * @param module its name
 * @param instances how many there are in the design
 * @param own area of one instance without the modules inside it
 * @param withChildren area of one instance with the modules inside it
 */
public record ModuleArea(String module, long instances, Area own, Area withChildren) {

  /** Returns what all instances take without the modules inside them. */
  public Area everywhere() {
    return own.times(instances);
  }
}
