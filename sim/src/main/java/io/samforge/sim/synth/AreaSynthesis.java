package io.samforge.sim.synth;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.tool.DesignCells;
import io.samforge.sim.tool.Yosys;
import io.samforge.sim.verilator.ModelSource;
import java.util.List;

/**
 * Counts what the accelerator alone, without the top of a board, takes of an UltraScale+ device.
 *
 * @param yosys the tool that counts
 */
public record AreaSynthesis(Yosys yosys) {
  /** Keeps modules apart, so that one with many instances is synthesised once. */
  static final String ULTRASCALE = "synth_xilinx -family xcup -noiopad -noclkbuf -nowidelut";

  /** Returns the counter with the Yosys on this process's {@code PATH}. */
  public static AreaSynthesis onPath() {
    return new AreaSynthesis(Yosys.onPath());
  }

  /**
   * Synthesises the accelerator of a configuration.
   *
   * @throws io.samforge.arch.UserError with one line when Yosys is missing or refuses the design
   */
  public DesignArea run(AcceleratorConfig config) {
    return count(config, RtlGenerator.accelerator(config));
  }

  /** Synthesises Verilog whose top is that of the accelerator. */
  DesignArea count(AcceleratorConfig config, String verilog) {
    String version = yosys.tools().firstLine("yosys", "-V");
    long started = System.nanoTime();
    DesignCells cells =
        yosys.modules(
            ModelSource.text(RtlGenerator.TOP, verilog),
            List.of(ULTRASCALE + " -top " + RtlGenerator.TOP));
    return DesignArea.of(config, cells, version, (System.nanoTime() - started) / 1e9);
  }
}
