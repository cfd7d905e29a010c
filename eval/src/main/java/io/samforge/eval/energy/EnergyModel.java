package io.samforge.eval.energy;

import io.samforge.sim.synth.Area;
import java.util.List;

/**
 * Energy of a design from its cells, their activity, its cycles and its DRAM traffic.
 *
 * <p>With V the supply, a the toggles of a bit in a cycle and g the glitch factor, a cycle takes
 *
 * <pre>
 * look-up tables  LUT a g V^2 E(LUT toggle)
 * flip-flops      FF a V^2 E(FF toggle)
 * clock           trunk + FF V^2 E(FF clock) + (FF + DSP + 2 BRAM) E(sink)
 * DSP blocks      DSP (45 a' V^2 E(bit toggle) + E(clock))
 * block RAMs      B a E(bit toggle)
 * </pre>
 *
 * <p>45 are the input bits of a DSP48E2's multiplier, B the data bits at the ports of all block
 * memories: a memory that is made of many blocks for its depth moves no more bits than one of few.
 * Static power of device and DRAM is added for the time that the work takes.
 *
 * @param primitives the figures
 */
public record EnergyModel(Primitives primitives) {
  private static final int DSP_INPUT_BITS = 27 + 18;
  private static final int BRAM_PORTS = 2;
  private static final double PICO = 1e-12;
  private static final int BYTE = 8;

  /**
   * Returns the modelled energy of one picture.
   *
   * @param design all cells of the engine
   */
  public EnergyBreakdown joules(List<ActiveArea> design, ImageWork work) {
    double logic = 0;
    double registers = 0;
    double clocks = get(Quantity.CLOCK_TRUNK);
    double dsp = 0;
    double bram = 0;
    double square = get(Quantity.CORE_VOLTS) * get(Quantity.CORE_VOLTS);
    for (ActiveArea part : design) {
      Area area = part.area();
      double sinks = area.ff() + area.dsp() + BRAM_PORTS * area.bram();
      logic +=
          area.lut() * part.toggle() * get(Quantity.GLITCH) * square * get(Quantity.LUT_TOGGLE);
      registers += area.ff() * part.toggle() * square * get(Quantity.FF_TOGGLE);
      clocks += area.ff() * square * get(Quantity.FF_CLOCK) + sinks * get(Quantity.CLOCK_SINK);
      dsp += area.dsp() * dspCycle(part.dspToggle(), square);
      bram += part.bramBits() * part.toggle() * get(Quantity.BRAM_BIT_TOGGLE);
    }
    double all = PICO * work.cycles();
    return new EnergyBreakdown(
        logic * all,
        registers * all,
        clocks * all,
        dsp * all,
        bram * all,
        get(Quantity.DEVICE_STATIC) * work.seconds(),
        (double) work.dramBytes() * BYTE * PICO * get(Quantity.DRAM_BIT),
        get(Quantity.DRAM_STANDBY) * work.seconds());
  }

  private double dspCycle(double toggle, double square) {
    return DSP_INPUT_BITS * toggle * square * get(Quantity.DSP_BIT_TOGGLE)
        + get(Quantity.DSP_CLOCK);
  }

  private double get(Quantity quantity) {
    return primitives.get(quantity);
  }
}
