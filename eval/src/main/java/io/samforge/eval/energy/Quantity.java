package io.samforge.eval.energy;

/** The figures that the energy model computes with; units are those of {@code primitives.json}. */
public enum Quantity {
  /** Supply of the logic, V. */
  CORE_VOLTS,
  /** A toggle of a look-up table and of the wires behind it, pJ/V². */
  LUT_TOGGLE,
  /** A toggle of a flip-flop and of the wires behind it, pJ/V². */
  FF_TOGGLE,
  /** A clock of a flip-flop, pJ/V². */
  FF_CLOCK,
  /** A clock at the end of the clock tree, pJ for each flip-flop, DSP block or block RAM port. */
  CLOCK_SINK,
  /** A clock at the root of the clock tree, pJ. */
  CLOCK_TRUNK,
  /** A toggle of one input bit of a DSP block, pJ/V². */
  DSP_BIT_TOGGLE,
  /** A clock of a DSP block, pJ. */
  DSP_CLOCK,
  /** A toggle of one data bit of a block RAM, pJ. */
  BRAM_BIT_TOGGLE,
  /** Toggles of look-up tables over toggles that are seen once a cycle. */
  GLITCH,
  /** Static power of the device, W. */
  DEVICE_STATIC,
  /** One bit to or from DRAM, pJ. */
  DRAM_BIT,
  /** DRAM that is ready and not accessed, W. */
  DRAM_STANDBY,
  /** Toggles of a bit in a cycle of the published designs. */
  PUBLISHED_TOGGLE,
  /** Flip-flops over look-up tables of the published designs. */
  PUBLISHED_FF_PER_LUT,
  /** Data bits in use at the ports of a block RAM of the published designs. */
  PUBLISHED_BRAM_BITS,
  /** Power of the published designs that does not depend on their size, W. */
  PUBLISHED_FIXED,
  /** Activity of DSP inputs over that of other logic of the published designs. */
  PUBLISHED_DSP_DUTY
}
