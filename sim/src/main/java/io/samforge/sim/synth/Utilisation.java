package io.samforge.sim.synth;

import io.samforge.rtl.board.Board;
import io.samforge.sim.tool.CellCounts;

/**
 * What a design takes of a device.
 *
 * @param lut look-up tables; memory in look-up tables counts those it occupies
 * @param ff flip-flops
 * @param dsp multiplier blocks
 * @param bram block RAMs: of 36 Kbit for UltraScale+, half ones count half and are rounded up, of
 *     18 Kbit for ECP5, of 4 Kbit for iCE40
 */
public record Utilisation(int lut, int ff, int dsp, int bram) {
  /** Returns what the FPGA of a board has: figures of the vendors' data sheets. */
  public static Utilisation available(Board board) {
    return switch (board) {
      case ZCU102 -> new Utilisation(274_080, 548_160, 2_520, 912);
      case KV260 -> new Utilisation(117_120, 234_240, 1_248, 144);
      case U250 -> new Utilisation(1_728_000, 3_456_000, 12_288, 2_688);
      case ULX3S -> new Utilisation(83_640, 83_640, 156, 208);
      case ICEBREAKER -> new Utilisation(5_280, 5_280, 8, 30);
    };
  }

  /** Returns whether a device with this much holds what another design takes. */
  public boolean holds(Utilisation design) {
    return design.lut <= lut && design.ff <= ff && design.dsp <= dsp && design.bram <= bram;
  }

  /** Counts the cells that Yosys maps to UltraScale+. */
  static Utilisation ofUltraScale(CellCounts cells) {
    Area area = Area.of(cells);
    return new Utilisation(
        (int) area.lut(), (int) area.ff(), (int) area.dsp(), (int) Math.ceil(area.bram()));
  }
}
