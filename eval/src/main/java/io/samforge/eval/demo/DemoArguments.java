package io.samforge.eval.demo;

import io.samforge.arch.UserError;
import io.samforge.calib.model.Photograph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The command line of the demo.
 *
 * @param help print the usage and do nothing else
 * @param config file of the accelerator configuration
 * @param image the photograph
 * @param block path of the block in the model
 * @param bits code widths to run besides those of the configuration; empty where none are given
 * @param tokens most tokens at the widths of the configuration; 0 for all
 * @param tokensOtherBits most tokens at the other widths; 0 for all
 * @param out folder of the results
 * @param injectGoldenBit flip one bit of the expected output
 */
record DemoArguments(
    boolean help,
    Path config,
    Path image,
    String block,
    List<Integer> bits,
    int tokens,
    int tokensOtherBits,
    Path out,
    boolean injectGoldenBit) {
  private static final List<Integer> ALLOWED_BITS = List.of(4, 5, 6, 8);
  private static final String DEFAULT_BLOCK = "layers.3/blocks.1";

  /** Code widths that run where none are given and the hardware has them. */
  static final List<Integer> DEFAULT_BITS = List.of(4, 5, 6);

  private static final String DEFAULT_OTHER_TOKENS = "512";

  /** Copies the list. */
  DemoArguments {
    bits = List.copyOf(bits);
  }

  /**
   * Parses {@code arguments}.
   *
   * @throws UserError naming the option that is wrong
   */
  static DemoArguments parse(String... arguments) {
    CommandLine line;
    try {
      line = new DefaultParser(false).parse(options(), arguments);
    } catch (ParseException e) {
      throw new UserError("demo: %s; see --help".formatted(e.getMessage()));
    }
    if (!line.getArgList().isEmpty()) {
      throw new UserError(
          "demo: unknown argument %s; see --help".formatted(line.getArgList().get(0)));
    }
    boolean help = line.hasOption("help");
    if (!help && !line.hasOption("config")) {
      throw new UserError("demo: --config is missing; see --help");
    }
    return new DemoArguments(
        help,
        help ? null : Path.of(line.getOptionValue("config")),
        Path.of(line.getOptionValue("image", Photograph.DEFAULT.toString())),
        line.getOptionValue("block", DEFAULT_BLOCK),
        line.hasOption("bits") ? bits(line.getOptionValue("bits")) : List.of(),
        tokens("tokens", line.getOptionValue("tokens", "0")),
        tokens("tokens-other-bits", line.getOptionValue("tokens-other-bits", DEFAULT_OTHER_TOKENS)),
        Path.of(line.getOptionValue("out", "build")),
        line.hasOption("inject-golden-bit"));
  }

  /** The options, for the parser and for {@code --help}. */
  static Options options() {
    return new Options()
        .addOption(option("config", "FILE", "accelerator configuration (required)"))
        .addOption(
            option("image", "FILE", "photograph, JPEG or PNG; default " + Photograph.DEFAULT))
        .addOption(option("block", "PATH", "block of the image encoder; default " + DEFAULT_BLOCK))
        .addOption(
            option(
                "bits",
                "LIST",
                "code widths to run besides those of the configuration, of 4, 5, 6 and 8; default %s,"
                        .formatted(DEFAULT_BITS)
                    + " or none where lanes are packed into DSPs"))
        .addOption(
            option(
                "tokens",
                "N",
                "most tokens at the widths of the configuration, spread over the picture;"
                    + " default 0, which is all"))
        .addOption(
            option(
                "tokens-other-bits",
                "N",
                "most tokens at the other widths; 0 is all; default " + DEFAULT_OTHER_TOKENS))
        .addOption(option("out", "DIR", "folder of the results; default build"))
        .addOption(
            Option.builder()
                .longOpt("inject-golden-bit")
                .desc("flip one bit of the expected output, to see that it is found")
                .build())
        .addOption(Option.builder().longOpt("help").desc("print this text").build());
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  private static List<Integer> bits(String list) {
    List<Integer> bits = new ArrayList<>();
    for (String text : list.split(",", -1)) {
      int width = text.matches("[0-9]") ? Integer.parseInt(text) : 0;
      if (!ALLOWED_BITS.contains(width)) {
        throw new UserError(
            "demo: --bits %s; allowed: 4, 5, 6 and 8, separated by commas".formatted(list));
      }
      if (!bits.contains(width)) {
        bits.add(width);
      }
    }
    return bits;
  }

  private static int tokens(String name, String text) {
    if (!text.matches("[0-9]{1,7}")) {
      throw new UserError(
          "demo: --%s %s; allowed: 0 (all) or a number of tokens".formatted(name, text));
    }
    return Integer.parseInt(text);
  }
}
