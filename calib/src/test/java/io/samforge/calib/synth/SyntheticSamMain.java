package io.samforge.calib.synth;

import io.samforge.arch.UserError;
import io.samforge.calib.synth.SyntheticSam.Preset;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The command {@code synthetic-sam}: writes ONNX models with random weights. */
public final class SyntheticSamMain {
  private static final int HELP_WIDTH = 100;
  private static final int BAD_INPUT = 2;

  private SyntheticSamMain() {}

  /** Runs the command; a mistake of the user is one line on the error stream and status 2. */
  public static void main(String[] arguments) {
    int status = run(System.out, System.err, arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      CommandLine line = parsed(arguments);
      if (line.hasOption("help")) {
        printHelp(out);
      } else {
        write(line, out);
      }
      return 0;
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
  }

  private static CommandLine parsed(String... arguments) {
    try {
      CommandLine line = new DefaultParser().parse(options(), arguments);
      if (!line.getArgList().isEmpty()) {
        throw new UserError(
            "synthetic-sam: unknown argument %s; see --help".formatted(line.getArgList().get(0)));
      }
      return line;
    } catch (ParseException e) {
      throw new UserError("synthetic-sam: %s; see --help".formatted(e.getMessage()));
    }
  }

  private static Options options() {
    return new Options()
        .addOption(option("preset", "NAME", String.join(", ", presets().keySet()) + " (required)"))
        .addOption(option("out", "DIR", "folder for encoder.onnx and sam.onnx (required)"))
        .addOption(option("seed", "N", "chooses the weights; default 1"))
        .addOption(
            option(
                "style",
                "NAME",
                "of both models: %s; default: encoder decomposed, decoder fused-norm"
                    .formatted(String.join(", ", styles().keySet()))))
        .addOption(
            Option.builder().longOpt("external-data").desc("weights in files of their own").build())
        .addOption(Option.builder().longOpt("help").desc("print this text").build());
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  private static Map<String, Preset> presets() {
    return Arrays.stream(Preset.values())
        .collect(Collectors.toMap(Preset::label, p -> p, (a, b) -> a, LinkedHashMap::new));
  }

  private static Map<String, ExportStyle> styles() {
    Map<String, ExportStyle> styles = new LinkedHashMap<>();
    styles.put("decomposed", ExportStyle.DECOMPOSED);
    styles.put("fused-norm", ExportStyle.FUSED_NORM);
    styles.put("fused", ExportStyle.FUSED);
    return styles;
  }

  private static <T> T chosen(CommandLine line, String option, Map<String, T> allowed) {
    T value = allowed.get(required(line, option));
    if (value == null) {
      throw new UserError(
          "synthetic-sam: --%s %s; allowed: %s"
              .formatted(option, line.getOptionValue(option), String.join(", ", allowed.keySet())));
    }
    return value;
  }

  private static String required(CommandLine line, String name) {
    String value = line.getOptionValue(name);
    if (value == null) {
      throw new UserError("synthetic-sam: --%s is missing; see --help".formatted(name));
    }
    return value;
  }

  private static long seed(CommandLine line) {
    String text = line.getOptionValue("seed", "1");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UserError("synthetic-sam: --seed %s; allowed: a whole number".formatted(text), e);
    }
  }

  private static void write(CommandLine line, PrintStream out) {
    Preset preset = chosen(line, "preset", presets());
    Path folder = Path.of(required(line, "out"));
    SyntheticSam sam =
        line.hasOption("style")
            ? SyntheticSam.of(preset, seed(line), chosen(line, "style", styles()))
            : SyntheticSam.of(preset, seed(line));
    if (line.hasOption("external-data")) {
      sam.writeWithExternalData(folder);
    } else {
      sam.write(folder);
    }
    out.printf("wrote encoder.onnx and sam.onnx to %s%n", folder);
  }

  private static void printHelp(PrintStream out) {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    new HelpFormatter()
        .printHelp(
            writer,
            HELP_WIDTH,
            "synthetic-sam --preset NAME --out DIR [options]",
            "Writes ONNX models with the structure of SAM and random weights.",
            options(),
            2,
            2,
            "");
    writer.flush();
  }
}
