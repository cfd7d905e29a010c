package io.samforge.sim.lint;

import io.samforge.arch.UserError;
import io.samforge.rtl.LintWaivers;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import io.samforge.sim.verilator.VerilogSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a whole design with Verilator's lint, all warnings on, and with Yosys: hierarchy, drivers,
 * loops, latches.
 *
 * @param tools where {@code verilator} and {@code yosys} are found
 * @param folder where sources and logs are left
 * @param waiverText the waivers as a Verilator configuration file
 */
public record DesignLint(Toolchain tools, Path folder, String waiverText) {
  private static final String YOSYS_SCRIPT =
      "read_verilog -nosynthesis %s; hierarchy -check -top %s; proc; check -assert;"
          + " select -assert-none t:$dlatch t:$adlatch t:$dlatchsr";

  /** Returns the check with the generator's own waivers and the tools on the {@code PATH}. */
  public static DesignLint standard(Path folder) {
    return new DesignLint(Toolchain.onPath(), folder, LintWaivers.text());
  }

  /**
   * Checks a design.
   *
   * @throws UserError when a tool is missing or the waivers cannot be read
   */
  public LintReport check(ModelSource source) {
    List<Waiver> waivers = Waiver.parse(LintWaivers.FILE, waiverText);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(LintWaivers.FILE), waiverText);
      List<String> files = new ArrayList<>();
      for (VerilogSource file : source.sources()) {
        Files.writeString(folder.resolve(file.name()), file.text());
        if (!file.name().endsWith("h")) {
          files.add(file.name());
        }
      }
      // Without the waivers, to count what each covers; with them, because Verilator has the say.
      List<LintWarning> all = verilator(source.top(), "all", files);
      List<String> withWaivers = new ArrayList<>(List.of(LintWaivers.FILE));
      withWaivers.addAll(files);
      List<LintWarning> left = verilator(source.top(), "left", withWaivers);
      LintReport report =
          new LintReport(
              left.stream().map(LintWarning::toString).toList(),
              waivers.stream().map(waiver -> count(waiver, all)).toList(),
              yosys(source.top(), files));
      requireConsistent(all, left, report);
      return report;
    } catch (IOException failure) {
      throw new UserError("lint in " + folder + ": " + failure.getMessage(), failure);
    }
  }

  private static LintReport.Waived count(Waiver waiver, List<LintWarning> all) {
    return new LintReport.Waived(waiver, all.stream().filter(waiver::covers).count());
  }

  private void requireConsistent(List<LintWarning> all, List<LintWarning> left, LintReport report) {
    if (all.size() - report.waivedWarnings() != left.size()) {
      throw new UserError(
          String.format(
              "lint in %s: the waivers cover %d of %d warnings, but %d are left",
              folder, report.waivedWarnings(), all.size(), left.size()));
    }
  }

  private List<LintWarning> verilator(String top, String run, List<String> files)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--lint-only", "-Wall", "-Wno-fatal", "--top-module", top));
    arguments.addAll(files);
    List<String> lines = run("verilator", "verilator-" + run + ".log", arguments);
    return LintWarning.in(lines);
  }

  private List<String> yosys(String top, List<String> files) throws IOException {
    String script = String.format(YOSYS_SCRIPT, String.join(" ", files), top);
    return run("yosys", "yosys.log", List.of("-q", "-p", script)).stream()
        .filter(line -> line.matches(".*\\b(Warning|ERROR): .*"))
        .toList();
  }

  /** Runs a tool; a failure without a single complaint is an error of the tool itself. */
  private List<String> run(String program, String logName, List<String> arguments)
      throws IOException {
    Path log = folder.resolve(logName);
    int exitCode = tools.run(folder, log, program, arguments);
    List<String> lines = Files.readAllLines(log);
    List<String> output = lines.subList(1, lines.size());
    if (exitCode != 0 && output.stream().noneMatch(line -> line.matches("(%Error|.*ERROR:).*"))) {
      throw new UserError(program + " failed with exit code " + exitCode + "; see " + log);
    }
    return output;
  }
}
