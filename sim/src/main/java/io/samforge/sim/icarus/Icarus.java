package io.samforge.sim.icarus;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.Toolchain;
import io.samforge.sim.verilator.VerilogSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs plain Verilog testbenches with Icarus Verilog.
 *
 * @param tools where {@code iverilog} and {@code vvp} are found
 */
public record Icarus(Toolchain tools) {
  private static final String PROGRAM = "testbench.vvp";

  /** Returns Icarus as found on the {@code PATH}. */
  public static Icarus onPath() {
    return new Icarus(Toolchain.onPath());
  }

  /**
   * Compiles and runs a testbench.
   *
   * @param folder where it runs and where sources and logs are left; data files that the testbench
   *     reads must be there
   * @param sources the design and the testbench
   * @param testbench name of the top module
   * @return the lines it printed
   * @throws UserError when a tool is missing, or refuses the sources
   */
  public List<String> run(Path folder, List<VerilogSource> sources, String testbench) {
    List<String> compile = new ArrayList<>(List.of("-g2012", "-o", PROGRAM, "-s", testbench));
    try {
      Files.createDirectories(folder);
      for (VerilogSource source : sources) {
        Files.writeString(folder.resolve(source.name()), source.text());
        if (!source.name().endsWith("h")) {
          compile.add(source.name());
        }
      }
      execute(folder, "iverilog", compile);
      return execute(folder, "vvp", List.of("-n", PROGRAM));
    } catch (IOException failure) {
      throw new UserError("testbench " + testbench + ": " + failure.getMessage());
    }
  }

  private List<String> execute(Path folder, String program, List<String> arguments)
      throws IOException {
    Path log = folder.resolve(program + ".log");
    int exitCode = tools.run(folder, log, program, arguments);
    List<String> lines = Files.readAllLines(log);
    List<String> output = lines.subList(1, lines.size());
    if (exitCode != 0) {
      String reason = output.isEmpty() ? "exit code " + exitCode : output.get(0);
      throw new UserError(program + ": " + reason + " (log: " + log + ")");
    }
    return output;
  }
}
