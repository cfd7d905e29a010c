package io.samforge.eval.energy;

import io.samforge.sim.synth.Area;
import java.util.List;

/**
 * Energy of a design from its cells, their activity, its cycles and its DRAM traffic (formulas of
 * docs/energy.md).
 *
 * <p>With r the toggles of a bit in a cycle over {@link #REPORTED_TOGGLE} and n the toggles of nets
 * over those of signals of the Verilog, a cycle takes
 *
 * <pre>
 * look-up tables  LUT r n (E(logic) + E(signals))
 * flip-flops      FF r n E(register)
 * clock           FF E(register clock)
 * DSP blocks      DSP r' n E(DSP cycle)
 * block RAMs      BRAM E(BRAM cycle)
 * </pre>
 *
 * <p>Static power of device and DRAM is added for the time that the work takes.
 *
 * @param primitives the figures
 */
public record EnergyModel(Primitives primitives) {
  /**
   * Toggles of a bit in a cycle that the energies of a cycle stand for: what the vendor's estimator
   * assumes where it knows no activity (AMD UG440).
   */
  public static final double REPORTED_TOGGLE = 0.125;

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
    double clocks = 0;
    double dsp = 0;
    double bram = 0;
    for (ActiveArea part : design) {
      Area area = part.area();
      double activity = activity(part.toggle());
      logic += area.lut() * activity * (get(Quantity.LUT_LOGIC) + get(Quantity.LUT_SIGNALS));
      registers += area.ff() * activity * get(Quantity.REGISTER);
      clocks += area.ff() * get(Quantity.REGISTER_CLOCK);
      dsp += area.dsp() * activity(part.dspToggle()) * get(Quantity.DSP_CYCLE);
      bram += area.bram() * get(Quantity.BRAM_CYCLE);
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

  private double activity(double toggle) {
    return toggle / REPORTED_TOGGLE * get(Quantity.NET_ACTIVITY);
  }

  private double get(Quantity quantity) {
    return primitives.get(quantity);
  }
}
