package io.samforge.sim.tool;

import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.util.List;

/**
 * Runs the synthesis tool Yosys on a design.
 *
 * <p>Every method throws {@link io.samforge.arch.UserError} with one line when Yosys is missing or
 * refuses the design.
 *
 * @param tools where {@code yosys} is found
 */
public record Yosys(Toolchain tools) {
  private static final String STATISTICS = "cells.json";

  /** Returns the Yosys on this process's {@code PATH}. */
  public static Yosys onPath() {
    return new Yosys(Toolchain.onPath());
  }

  /** Requires a design without undriven nets, several drivers on a net and loops. */
  public void check(ModelSource source) {
    try (ToolRun run = new ToolRun(tools, source)) {
      run.run("yosys", List.of("-q", "-p", elaboration(run, source) + "; check -assert"));
    }
  }

  /**
   * Returns the cells after some passes.
   *
   * @param passes Yosys commands to run on the elaborated design, for example {@code synth_xilinx
   *     -family xcup -flatten}
   */
  public CellCounts cells(ModelSource source, List<String> passes) {
    return CellCounts.ofStatistics(statistics(source, passes, " -width"));
  }

  /**
   * Returns the cells of every module after some passes that keep the hierarchy.
   *
   * @param passes Yosys commands to run on the elaborated design, for example {@code synth_xilinx
   *     -family xcup}
   */
  public DesignCells modules(ModelSource source, List<String> passes) {
    return DesignCells.ofStatistics(source.top(), statistics(source, passes, ""));
  }

  private String statistics(ModelSource source, List<String> passes, String options) {
    try (ToolRun run = new ToolRun(tools, source)) {
      String script =
          String.join(
              "; ",
              elaboration(run, source),
              String.join("; ", passes),
              "tee -q -o " + STATISTICS + " stat -json" + options);
      run.run("yosys", List.of("-q", "-p", script));
      return run.read(STATISTICS);
    }
  }

  /**
   * Returns the bits that a design stores, with every memory built from flip-flops, before any
   * optimisation for a device.
   */
  public long storageBits(ModelSource source) {
    return cells(source, List.of("flatten", "opt_clean", "memory -nomap", "memory_map"))
        .flipFlopBits();
  }

  private static String elaboration(ToolRun run, ModelSource source) {
    return "read_verilog -sv "
        + String.join(" ", run.fileNames())
        + "; hierarchy -check -top "
        + source.top()
        + "; proc";
  }
}
