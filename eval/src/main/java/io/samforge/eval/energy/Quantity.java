package io.samforge.eval.energy;

/**
 * The figures that the energy model computes with; units are those of {@code primitives.json}.
 * Energies of a cycle that grow with toggles hold at {@link EnergyModel#REPORTED_TOGGLE}.
 */
public enum Quantity {
  /** Logic of a look-up table in a cycle, pJ. */
  LUT_LOGIC,
  /** Wires for each look-up table in a cycle, pJ. */
  LUT_SIGNALS,
  /** Data of a flip-flop in a cycle, pJ. */
  REGISTER,
  /** Clock tree for each flip-flop in a cycle, pJ, whatever toggles. */
  REGISTER_CLOCK,
  /** A DSP block in a cycle, pJ. */
  DSP_CYCLE,
  /** A block RAM of 36 Kbit in a cycle, pJ, whatever toggles. */
  BRAM_CYCLE,
  /** Toggles of nets after placement over toggles of the signals of the Verilog. */
  NET_ACTIVITY,
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
  /** Activity of DSP inputs over that of other logic of the published designs. */
  PUBLISHED_DSP_DUTY
}
