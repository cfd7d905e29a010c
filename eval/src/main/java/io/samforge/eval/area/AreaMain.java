package io.samforge.eval.area;

import com.google.gson.GsonBuilder;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.eval.TerminalBar;
import io.samforge.hdl.HdlException;
import io.samforge.host.mask.MaskImage;
import io.samforge.sim.synth.AreaSynthesis;
import io.samforge.sim.synth.DesignArea;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The command {@code area}: what the modules of accelerators take of an FPGA, counted by Yosys.
 * Exit status 0, or 2 and one line for a mistake of the user.
 */
public final class AreaMain {
  private static final int BAD_INPUT = 2;
  private static final List<String> DEFAULTS =
      List.of("configs/paper.json", "configs/fp32-paper.json", "configs/large.json");

  private AreaMain() {}

  /** Runs the command. */
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
        new HelpFormatter().printHelp("area [--config FILE ...] [--out DIR]", options());
        return 0;
      }
      List<AcceleratorConfig> configs = configs(line.getOptionValues("config"));
      List<DesignArea> designs = synthesise(configs, err);
      AreaTable.designs(designs).forEach(out::println);
      for (DesignArea design : designs) {
        out.printf("%n%s:%n", design.config().name());
        AreaTable.modules(design).forEach(out::println);
      }
      Path report = Path.of(line.getOptionValue("out", "build")).resolve("report");
      Path json = report.resolve("area.json");
      Path picture = report.resolve("area.png");
      new AtomicFile(json)
          .write(
              new GsonBuilder().setPrettyPrinting().create().toJson(AreaJson.of(designs)) + "\n");
      new AtomicFile(picture).write(MaskImage.png(AreaChart.sheet(designs)));
      out.printf("%nwritten: %s, %s%n", json, picture);
      return 0;
    } catch (UserError | HdlException e) {
      err.println("area: " + e.getMessage());
      return BAD_INPUT;
    }
  }

  /** Reads all configurations before the first one is synthesised. */
  private static List<AcceleratorConfig> configs(String[] given) {
    List<String> files = given == null ? DEFAULTS : List.of(given);
    return files.stream().map(Path::of).map(AcceleratorConfig::load).toList();
  }

  private static List<DesignArea> synthesise(List<AcceleratorConfig> configs, PrintStream err) {
    AreaSynthesis synthesis = AreaSynthesis.onPath();
    List<DesignArea> designs = new ArrayList<>();
    if (!TerminalBar.terminal()) {
      configs.forEach(config -> designs.add(synthesis.run(config)));
      return designs;
    }
    try (ProgressBar bar = TerminalBar.open(err, "synthesis", " designs", 1, configs.size())) {
      for (AcceleratorConfig config : configs) {
        bar.setExtraMessage(config.name());
        designs.add(synthesis.run(config));
        bar.step();
      }
    }
    return designs;
  }

  private static CommandLine parse(String... arguments) {
    try {
      CommandLine line = new DefaultParser(false).parse(options(), arguments);
      if (!line.getArgList().isEmpty()) {
        throw new ParseException("unknown argument " + line.getArgList().get(0));
      }
      return line;
    } catch (ParseException e) {
      throw new UserError(e.getMessage() + "; see --help", e);
    }
  }

  private static Options options() {
    return new Options()
        .addOption(
            null,
            "config",
            true,
            "accelerator configuration, may be repeated; default " + String.join(", ", DEFAULTS))
        .addOption(null, "out", true, "folder of the results, default build")
        .addOption(null, "help", false, "print this text");
  }
}
