package io.samforge.eval.energy;

import io.samforge.sim.synth.Area;
import java.util.List;

/**
 * A published accelerator: one column of table 4 of arXiv 2503.03088 v4, a ZCU102 at 300 MHz.
 *
 * @param name what it computes with
 * @param lut look-up tables
 * @param dsp DSP blocks
 * @param bram block RAMs
 * @param framesPerSecond pictures a second
 * @param gopsPerWatt operations for each joule, in thousands of millions
 */
public record PublishedDesign(
    String name, long lut, long dsp, double bram, double framesPerSecond, double gopsPerWatt) {
  /** The floating-point design with 16 lanes. */
  public static final PublishedDesign FP32 =
      new PublishedDesign("FP32", 150_540, 1_886, 253, 4.75, 7.21);

  /** The 8-bit design with 64 lanes. */
  public static final PublishedDesign INT8 =
      new PublishedDesign("INT8", 183_505, 453, 146, 16.34, 25.11);

  /** The 4-bit design with 128 lanes. */
  public static final PublishedDesign INT4 =
      new PublishedDesign("INT4", 177_001, 474, 243, 33.82, 47.73);

  /** All of them. */
  public static final List<PublishedDesign> ALL = List.of(FP32, INT8, INT4);

  private static final int CLOCK_MHZ = 300;

  /** Returns the power that the model gives for the design, W; without DRAM. */
  public double watts(Primitives primitives) {
    double toggle = primitives.get(Quantity.PUBLISHED_TOGGLE);
    long ff = Math.round(lut * primitives.get(Quantity.PUBLISHED_FF_PER_LUT));
    ActiveArea area =
        new ActiveArea(
            name,
            new Area(lut, ff, dsp, bram),
            toggle,
            toggle * primitives.get(Quantity.PUBLISHED_DSP_DUTY));
    ImageWork second = new ImageWork(CLOCK_MHZ * 1_000_000L, CLOCK_MHZ, 0);
    EnergyBreakdown energy = new EnergyModel(primitives).joules(List.of(area), second);
    return energy.dynamic() + energy.deviceStatic();
  }

  /** Returns the published efficiency over that of the floating-point design. */
  public double publishedRatio() {
    return gopsPerWatt / FP32.gopsPerWatt;
  }

  /**
   * Returns the modelled efficiency over that of the floating-point design: modelled watts, with
   * published frames a second as the work done.
   */
  public double modelledRatio(Primitives primitives) {
    return framesPerSecond / FP32.framesPerSecond * FP32.watts(primitives) / watts(primitives);
  }

  /** Returns by which share the modelled ratio is larger than the published one. */
  public double error(Primitives primitives) {
    return modelledRatio(primitives) / publishedRatio() - 1;
  }
}
