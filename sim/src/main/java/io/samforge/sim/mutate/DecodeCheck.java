package io.samforge.sim.mutate;

import io.samforge.arch.config.Widths;
import io.samforge.arch.format.HluqParameters;
import io.samforge.hdl.VerilogEmitter;
import io.samforge.rtl.unit.HluqDecodeUnit;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.Random;

/**
 * The HLUQ decode unit: every code with every number of log codes, against {@link HluqParameters}.
 *
 * @param bits bits of a code, 4 to 8
 */
public record DecodeCheck(int bits) implements UnitCheck {
  @Override
  public String module() {
    return "HluqDecodeUnit";
  }

  @Override
  public String verilog() {
    return VerilogEmitter.emit(
        "for mutants", () -> new HluqDecodeUnit(bits, Widths.shiftLimit(bits)));
  }

  @Override
  public PortRows stimulus(Simulation simulation, Random random) {
    int codes = 1 << bits;
    PortRows rows = simulation.layout("code", "n_log").rows(codes * codes / 2);
    for (int row = 0; row < rows.cycles(); row++) {
      rows.set(row, "n_log", row / codes + 1L).set(row, "code", row % codes);
    }
    return rows;
  }

  @Override
  public int firstWrong(PortRows stimulus, PortRows response) {
    for (int row = 0; row < response.cycles(); row++) {
      int code = (int) stimulus.get(row, "code");
      HluqParameters golden =
          new HluqParameters(bits, (int) stimulus.get(row, "n_log"), 0.0, 1.0, 1.0);
      long lambda = response.get(row, "enable") << response.get(row, "shift");
      if (lambda != golden.lambda(code) || response.get(row, "upsilon") != golden.upsilon(code)) {
        return row;
      }
    }
    return -1;
  }
}
