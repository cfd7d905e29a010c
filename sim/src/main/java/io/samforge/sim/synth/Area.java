package io.samforge.sim.synth;

import io.samforge.sim.tool.CellCounts;
import java.util.Map;

/**
 * What cells take of an UltraScale+ device, exactly and so that parts add up.
 *
 * @param lut look-up tables; memory in look-up tables counts those it occupies
 * @param ff flip-flops
 * @param dsp multiplier blocks DSP48E2
 * @param bram block RAMs of 36 Kbit; one of 18 Kbit counts half
 */
public record Area(long lut, long ff, long dsp, double bram) {
  /** Nothing. */
  static final Area NONE = new Area(0, 0, 0, 0);

  // Look-up tables that memories and shift registers of UltraScale+ occupy.
  private static final Map<String, Integer> MEMORY =
      Map.of(
          "RAM32X1D",
          2,
          "RAM64X1D",
          2,
          "RAM128X1D",
          4,
          "RAM256X1D",
          8,
          "RAM32M",
          4,
          "RAM32M16",
          8,
          "RAM64M",
          4,
          "RAM64M8",
          8,
          "SRL16E",
          1,
          "SRLC32E",
          1);

  /** Counts cells that Yosys mapped to UltraScale+. */
  public static Area of(CellCounts cells) {
    long lut = cells.countPrefix("LUT");
    for (Map.Entry<String, Integer> memory : MEMORY.entrySet()) {
      lut += (long) memory.getValue() * cells.count(memory.getKey());
    }
    return new Area(
        lut,
        cells.countPrefix("FD"),
        cells.count("DSP48E2"),
        cells.count("RAMB36E2") + cells.count("RAMB18E2") / 2.0);
  }

  /** Returns the sum of both. */
  public Area plus(Area other) {
    return new Area(lut + other.lut, ff + other.ff, dsp + other.dsp, bram + other.bram);
  }

  /** Returns the area of several of it. */
  public Area times(long count) {
    return new Area(lut * count, ff * count, dsp * count, bram * count);
  }
}
