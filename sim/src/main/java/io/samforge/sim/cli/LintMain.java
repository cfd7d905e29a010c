package io.samforge.sim.cli;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.accel.RtlCache;
import io.samforge.sim.lint.DesignLint;
import io.samforge.sim.lint.LintReport;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The command {@code lint-verilog}: generates an accelerator and checks it with two linters. */
public final class LintMain {
  private static final int HELP_WIDTH = 100;
  private static final int FINDINGS = 1;
  private static final int BAD_INPUT = 2;
  private static final String DEFAULT_CONFIG = "configs/large.json";
  private static final String DEFAULT_WORK = "build/lint";

  private LintMain() {}

  /** Runs the command: status 0 when clean, 1 with findings, 2 for a mistake of the user. */
  public static void main(String[] arguments) {
    int status = run(System.out, System.err, arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      CommandLine line = parse(arguments);
      if (line.hasOption("help")) {
        printHelp(out);
        return 0;
      }
      AcceleratorConfig config =
          AcceleratorConfig.load(Path.of(line.getOptionValue("config", DEFAULT_CONFIG)));
      Path work = Path.of(line.getOptionValue("work", DEFAULT_WORK), config.name());
      String verilog = RtlCache.standard().accelerator(config);
      LintReport report =
          DesignLint.standard(work).check(ModelSource.text(RtlGenerator.TOP, verilog));
      print(out, config, report);
      return report.clean() ? 0 : FINDINGS;
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
  }

  private static CommandLine parse(String... arguments) {
    try {
      CommandLine line =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .build()
              .parse(options(), arguments);
      if (!line.getArgList().isEmpty()) {
        throw new ParseException("unknown argument " + line.getArgList().get(0));
      }
      return line;
    } catch (ParseException e) {
      throw new UserError("lint-verilog: " + e.getMessage() + "; see lint-verilog --help", e);
    }
  }

  private static Options options() {
    return new Options()
        .addOption(option("config", "FILE", "accelerator configuration; default " + DEFAULT_CONFIG))
        .addOption(option("work", "DIR", "folder of Verilog and logs; default " + DEFAULT_WORK))
        .addOption(Option.builder().longOpt("help").desc("print this text").build());
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
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

  private static void printHelp(PrintStream out) {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    new HelpFormatter()
        .printHelp(
            writer,
            HELP_WIDTH,
            "lint-verilog [--config FILE] [--work DIR]",
            "Checks the generated Verilog with Verilator and Yosys.",
            options(),
            2,
            2,
            "");
    writer.flush();
  }
}
