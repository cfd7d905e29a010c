package io.samforge.eval.energy;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the modelled energy of some work is spent on, in joules.
 *
 * @param logic look-up tables and wires
 * @param registers toggles of flip-flops
 * @param clocks clock tree
 * @param dsp DSP blocks
 * @param bram block RAMs
 * @param deviceStatic static power of the device
 * @param dramTransfer bits to and from DRAM
 * @param dramStandby DRAM that waits
 */
public record EnergyBreakdown(
    double logic,
    double registers,
    double clocks,
    double dsp,
    double bram,
    double deviceStatic,
    double dramTransfer,
    double dramStandby) {
  /** Returns the sum. */
  public double total() {
    return dynamic() + deviceStatic + dramTransfer + dramStandby;
  }

  /** Returns what the switching of the device takes. */
  public double dynamic() {
    return logic + registers + clocks + dsp + bram;
  }

  /** Returns the parts by their names in reports. */
  public Map<String, Double> parts() {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("logic", logic);
    parts.put("registers", registers);
    parts.put("clocks", clocks);
    parts.put("dsp", dsp);
    parts.put("bram", bram);
    parts.put("deviceStatic", deviceStatic);
    parts.put("dramTransfer", dramTransfer);
    parts.put("dramStandby", dramStandby);
    return parts;
  }
}
