package io.samforge.sim.mutate;

import io.samforge.hdl.VerilogEmitter;
import io.samforge.rtl.unit.CagGroupRegisterFile;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.Random;

/**
 * The CAG group-register file of four groups: random writes, commits, reads and resets, against two
 * arrays and the number of the active one.
 *
 * @param cycles cycles of the stimulus
 */
public record RegisterFileCheck(int cycles) implements UnitCheck {
  private static final int GROUPS = 4;

  @Override
  public String module() {
    return "CagGroupRegisterFile";
  }

  @Override
  public String verilog() {
    return VerilogEmitter.emit("for mutants", () -> new CagGroupRegisterFile(GROUPS, 16, 8, 1));
  }

  @Override
  public PortRows stimulus(Simulation simulation, Random random) {
    PortRows rows =
        simulation
            .layout(
                "reset",
                "write_enable",
                "write_index",
                "write_multiplier",
                "write_zero_point",
                "commit",
                "debug_index",
                "read_index_0")
            .rows(cycles);
    for (int c = 0; c < cycles; c++) {
      rows.set(c, "reset", c == 0 || random.nextInt(100) == 0 ? 1 : 0);
      rows.set(c, "write_enable", random.nextInt(2));
      rows.set(c, "write_index", random.nextInt(GROUPS));
      rows.set(c, "write_multiplier", random.nextInt(1 << 16));
      rows.set(c, "write_zero_point", random.nextInt(256));
      rows.set(c, "commit", random.nextInt(8) == 0 ? 1 : 0);
      rows.set(c, "debug_index", random.nextInt(GROUPS));
      rows.set(c, "read_index_0", random.nextInt(GROUPS));
    }
    return rows;
  }

  @Override
  public int firstWrong(PortRows in, PortRows out) {
    long[][] multipliers = new long[2][GROUPS];
    long[][] zeroPoints = new long[2][GROUPS];
    int active = 0;
    for (int c = 0; c < cycles; c++) {
      int debug = (int) in.get(c, "debug_index");
      int read = (int) in.get(c, "read_index_0");
      if (out.get(c, "debug_multiplier") != multipliers[active][debug]
          || out.get(c, "debug_zero_point") != zeroPoints[active][debug]
          || out.get(c, "read_multiplier_0") != multipliers[active][read]) {
        return c;
      }
      if (in.get(c, "write_enable") == 1) {
        int index = (int) in.get(c, "write_index");
        multipliers[1 - active][index] = in.get(c, "write_multiplier");
        zeroPoints[1 - active][index] = in.get(c, "write_zero_point");
      }
      if (in.get(c, "reset") == 1) {
        active = 0;
      } else if (in.get(c, "commit") == 1) {
        active = 1 - active;
      }
    }
    return -1;
  }
}
