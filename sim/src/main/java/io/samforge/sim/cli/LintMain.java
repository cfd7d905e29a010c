package io.samforge.sim.cli;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.cli.Arguments;
import io.samforge.host.cli.MainCommand;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.accel.RtlCache;
import io.samforge.sim.lint.DesignLint;
import io.samforge.sim.lint.LintReport;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/** The command {@code lint-verilog}: generates an accelerator and checks it with two linters. */
public final class LintMain {
  private static final int FINDINGS = 1;
  private static final String DEFAULT_CONFIG = "configs/large.json";
  private static final String DEFAULT_WORK = "build/lint";

  private LintMain() {}

  /** Runs the command: status 0 when clean, 1 with findings, 2 for a mistake of the user. */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new MainCommand(
            "lint-verilog",
            "[--config FILE] [--work DIR]",
            "Checks the generated Verilog with Verilator and Yosys.",
            options())
        .run(out, err, arguments, line -> lint(line, out));
  }

  private static int lint(Arguments line, PrintStream out) {
    AcceleratorConfig config =
        AcceleratorConfig.load(Path.of(line.text("config").orElse(DEFAULT_CONFIG)));
    Path work = Path.of(line.text("work").orElse(DEFAULT_WORK), config.name());
    String verilog = RtlCache.standard().accelerator(config);
    LintReport report =
        DesignLint.standard(work).check(ModelSource.text(RtlGenerator.TOP, verilog));
    print(out, config, report);
    return report.clean() ? 0 : FINDINGS;
  }

  private static Options options() {
    return new Options()
        .addOption(
            Arguments.value(
                "config", "FILE", "accelerator configuration; default " + DEFAULT_CONFIG))
        .addOption(
            Arguments.value("work", "DIR", "folder of Verilog and logs; default " + DEFAULT_WORK));
  }

  private static void print(PrintStream out, AcceleratorConfig config, LintReport report) {
    Toolchain tools = Toolchain.onPath();
    out.printf("configuration %s, hash %s%n", config.name(), config.hash());
    out.printf(
        "%s: %s, %d warnings waived%n",
        tools.firstLine("verilator", "--version"),
        verdict(report.verilator()),
        report.waivedWarnings());
    report.verilator().forEach(finding -> out.println("  " + finding));
    for (LintReport.Waived waived : report.waived()) {
      out.printf(
          "  waived %4d  %s \"%s\"%n               %s%n",
          waived.warnings(),
          waived.waiver().rule(),
          waived.waiver().match(),
          waived.waiver().reason());
    }
    out.printf("%s: %s%n", tools.firstLine("yosys", "-V"), verdict(report.yosys()));
    report.yosys().forEach(finding -> out.println("  " + finding));
  }

  private static String verdict(List<String> findings) {
    return findings.isEmpty() ? "clean" : findings.size() + " findings";
  }
}
