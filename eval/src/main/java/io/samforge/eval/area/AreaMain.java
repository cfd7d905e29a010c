package io.samforge.eval.area;

import com.google.gson.GsonBuilder;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.eval.TerminalBar;
import io.samforge.hdl.HdlException;
import io.samforge.host.cli.Arguments;
import io.samforge.host.cli.MainCommand;
import io.samforge.host.mask.MaskImage;
import io.samforge.sim.synth.AreaSynthesis;
import io.samforge.sim.synth.DesignArea;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/**
 * The command {@code area}: what the modules of accelerators take of an FPGA, counted by Yosys.
 * Exit status 0, or 2 and one line for a mistake of the user.
 */
public final class AreaMain {
  private static final List<String> DEFAULTS =
      List.of("configs/paper.json", "configs/fp32-paper.json", "configs/large.json");

  private AreaMain() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new MainCommand(
            "area",
            "[--config FILE ...] [--out DIR]",
            "Counts what the modules of accelerators take of an FPGA.",
            options())
        .run(out, err, arguments, line -> count(line, out, err));
  }

  private static int count(Arguments line, PrintStream out, PrintStream err) {
    try {
      List<AcceleratorConfig> configs = configs(line.all("config"));
      List<DesignArea> designs = synthesise(configs, err);
      AreaTable.designs(designs).forEach(out::println);
      for (DesignArea design : designs) {
        out.printf("%n%s:%n", design.config().name());
        AreaTable.modules(design).forEach(out::println);
      }
      Path report = Path.of(line.text("out").orElse("build")).resolve("report");
      Path json = report.resolve("area.json");
      Path picture = report.resolve("area.png");
      new AtomicFile(json)
          .write(
              new GsonBuilder().setPrettyPrinting().create().toJson(AreaJson.of(designs)) + "\n");
      new AtomicFile(picture).write(MaskImage.png(AreaChart.sheet(designs)));
      out.printf("%nwritten: %s, %s%n", json, picture);
      return 0;
    } catch (HdlException e) {
      throw new UserError(e.getMessage(), e);
    }
  }

  /** Reads all configurations before the first one is synthesised. */
  private static List<AcceleratorConfig> configs(List<String> given) {
    List<String> files = given.isEmpty() ? DEFAULTS : given;
    return files.stream().map(Path::of).map(AcceleratorConfig::load).toList();
  }

  private static List<DesignArea> synthesise(List<AcceleratorConfig> configs, PrintStream err) {
    return TerminalBar.each(
        err,
        "synthesis",
        " designs",
        configs,
        AcceleratorConfig::name,
        AreaSynthesis.onPath()::run);
  }

  private static Options options() {
    return new Options()
        .addOption(
            Arguments.value(
                "config",
                "FILE",
                "accelerator configuration, may be repeated; default "
                    + String.join(", ", DEFAULTS)))
        .addOption(Arguments.value("out", "DIR", "folder of the results, default build"));
  }
}
