package io.samforge.sim.tool;

import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Verilator's lint with all warnings on a design.
 *
 * @param tools where {@code verilator} is found
 */
public record VerilatorLint(Toolchain tools) {

  /** Returns the Verilator on this process's {@code PATH}. */
  public static VerilatorLint onPath() {
    return new VerilatorLint(Toolchain.onPath());
  }

  /**
   * Requires a design without a single warning, apart from file names: one file holds all modules.
   *
   * @throws io.samforge.arch.UserError with the first warning
   */
  public void check(ModelSource source) {
    try (ToolRun run = new ToolRun(tools, source)) {
      List<String> arguments =
          new ArrayList<>(List.of("--lint-only", "-Wall", "-Wno-DECLFILENAME"));
      arguments.addAll(List.of("--top-module", source.top()));
      arguments.addAll(run.fileNames());
      run.run("verilator", arguments);
    }
  }
}
