package io.samforge.sim.synth;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.Toolchain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Runs tools one after another in a folder and tells what runs and how long it took. The output of
 * each is kept as {@code NAME.log}.
 */
final class ToolStep {
  private final Toolchain tools;
  private final Path folder;
  private final PrintStream out;

  ToolStep(Toolchain tools, Path folder, PrintStream out) {
    this.tools = tools;
    this.folder = folder;
    this.out = out;
  }

  /**
   * Runs a tool.
   *
   * @param what what it does, for people
   * @return seconds it took
   * @throws UserError with the first complaint and the log when it fails
   */
  double run(String what, String program, List<String> arguments) {
    out.printf("  %-40s", what);
    out.flush();
    long started = System.nanoTime();
    Path log = folder.resolve(program + ".log");
    try {
      int status = tools.run(folder, log, program, arguments);
      double seconds = (System.nanoTime() - started) / 1e9;
      out.printf(Locale.ROOT, "%8.1f s%n", seconds);
      if (status != 0) {
        throw new UserError(program + ": " + complaint(log) + " (log: " + log + ")");
      }
      return seconds;
    } catch (IOException failure) {
      throw new UserError(program + " cannot be run: " + failure.getMessage(), failure);
    }
  }

  private static String complaint(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.startsWith("ERROR") || line.startsWith("error"))
        .findFirst()
        .orElse(lines.get(lines.size() - 1));
  }
}
