package io.samforge.calib.cli;

import io.samforge.arch.UserError;
import io.samforge.calib.model.Photograph;
import io.samforge.calib.quant.GroupingMetric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The command line of {@code calib}.
 *
 * @param help print the usage and do nothing else
 * @param config file of the accelerator configuration
 * @param bits bits of weights and activations; 0 takes those of the configuration
 * @param image the photograph
 * @param block path of the block in the model
 * @param out folder of the results
 * @param metric distance between channels when they are grouped
 * @param tokens most tokens in the programs; 0 for all
 */
record CalibArguments(
    boolean help,
    Path config,
    int bits,
    Path image,
    String block,
    Path out,
    GroupingMetric metric,
    int tokens) {
  private static final List<Integer> BITS = List.of(4, 5, 6, 8);
  static final String DEFAULT_BLOCK = "layers.3/blocks.1";

  /**
   * Parses {@code arguments}.
   *
   * @throws UserError naming the option that is wrong
   */
  static CalibArguments parse(String... arguments) {
    CommandLine line;
    try {
      line = new DefaultParser().parse(options(), arguments);
    } catch (ParseException e) {
      throw new UserError("calib: %s; see calib --help".formatted(e.getMessage()));
    }
    if (!line.getArgList().isEmpty()) {
      throw new UserError(
          "calib: unknown argument %s; see calib --help".formatted(line.getArgList().get(0)));
    }
    boolean help = line.hasOption("help");
    return new CalibArguments(
        help,
        help ? null : Path.of(required(line, "config")),
        line.hasOption("bits") ? bits(line.getOptionValue("bits")) : 0,
        Path.of(line.getOptionValue("image", Photograph.DEFAULT.toString())),
        line.getOptionValue("block", DEFAULT_BLOCK),
        help ? null : Path.of(required(line, "out")),
        metric(line.getOptionValue("cag-metric", "raw")),
        line.hasOption("tokens") ? positive("tokens", line.getOptionValue("tokens")) : 0);
  }

  /** The options, for the parser and for {@code --help}. */
  static Options options() {
    return new Options()
        .addOption(option("config", "FILE", "accelerator configuration (required)"))
        .addOption(option("bits", "N", "bits of weights and activations: 4, 5, 6 or 8"))
        .addOption(
            option("image", "FILE", "photograph, JPEG or PNG; default " + Photograph.DEFAULT))
        .addOption(option("block", "PATH", "block of the encoder; default " + DEFAULT_BLOCK))
        .addOption(option("out", "DIR", "folder for programs and summary (required)"))
        .addOption(option("cag-metric", "NAME", "distance between channels: raw or normalised"))
        .addOption(option("tokens", "N", "keep at most N tokens in the programs"))
        .addOption(Option.builder().longOpt("help").desc("print this text").build());
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  private static String required(CommandLine line, String name) {
    String value = line.getOptionValue(name);
    if (value == null) {
      throw new UserError("calib: --%s is missing; see calib --help".formatted(name));
    }
    return value;
  }

  private static int bits(String text) {
    int bits = positive("bits", text);
    if (!BITS.contains(bits)) {
      throw new UserError("calib: --bits %s; allowed: 4, 5, 6, 8".formatted(text));
    }
    return bits;
  }

  private static int positive(String name, String text) {
    try {
      int value = Integer.parseInt(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the message that also covers numbers below one.
    }
    throw new UserError("calib: --%s %s; allowed: a number above zero".formatted(name, text));
  }

  private static GroupingMetric metric(String text) {
    return Arrays.stream(GroupingMetric.values())
        .filter(m -> m.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError("calib: --cag-metric %s; allowed: raw, normalised".formatted(text)));
  }
}
