package io.samforge.eval.accuracy;

import io.samforge.arch.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The command line of accuracy.
 *
 * @param help print the usage and do nothing else
 * @param bits widths of codes to measure
 * @param grid the prompts on each photograph
 * @param images folder of photographs; empty for the standard ones
 * @param limit most photographs
 * @param config file of the accelerator configuration
 * @param scopes what of the model is quantised
 * @param iterations of the reconstruction of every unit; 0 leaves it out
 * @param wideNames steps that read 8-bit codes in the rows with mixed precision
 * @param wideWeightNames steps that may have 8-bit weights in these rows
 * @param method only rows with this in the names of their methods are measured
 * @param coco the COCO benchmark, if it is to judge
 * @param out folder of the results
 */
record AccuracyArguments(
    boolean help,
    List<Integer> bits,
    PromptGrid grid,
    Optional<Path> images,
    int limit,
    Path config,
    List<Scope> scopes,
    int iterations,
    List<String> wideNames,
    List<String> wideWeightNames,
    String method,
    Optional<CocoFiles> coco,
    Path out) {
  /** The large array, with entries for groups of channels of which codes and weights are digits. */
  private static final String DEFAULT_CONFIG = "configs/mixed.json";

  private static final String DEFAULT_BITS = "4";
  private static final String DEFAULT_GRID = "4";
  private static final String DEFAULT_WIDE = "patch_embed,layers,neck,final_attn";
  private static final String NO_LIMIT = "9999999";
  private static final List<Integer> ALLOWED_BITS = List.of(4, 5, 6, 8);

  /** Copies the list. */
  AccuracyArguments {
    bits = List.copyOf(bits);
    scopes = List.copyOf(scopes);
    wideNames = List.copyOf(wideNames);
    wideWeightNames = List.copyOf(wideWeightNames);
  }

  /**
   * Parses {@code arguments}.
   *
   * @throws UserError naming the option that is wrong
   */
  static AccuracyArguments parse(String... arguments) {
    CommandLine line;
    try {
      line = new DefaultParser(false).parse(options(), arguments);
    } catch (ParseException e) {
      throw new UserError("accuracy: %s; see --help".formatted(e.getMessage()));
    }
    if (!line.getArgList().isEmpty()) {
      throw new UserError(
          "accuracy: unknown argument %s; see --help".formatted(line.getArgList().get(0)));
    }
    return new AccuracyArguments(
        line.hasOption("help"),
        bits(line.getOptionValue("bits", DEFAULT_BITS)),
        new PromptGrid(number("grid", line.getOptionValue("grid", DEFAULT_GRID))),
        Optional.ofNullable(line.getOptionValue("images")).map(Path::of),
        number("limit", line.getOptionValue("limit", NO_LIMIT)),
        Path.of(line.getOptionValue("config", DEFAULT_CONFIG)),
        scopes(line.getOptionValue("scope", "linears,encoder,all")),
        iterations(line.getOptionValue("iterations", "400")),
        names(line.getOptionValue("wide", DEFAULT_WIDE)),
        names(line.getOptionValue("wide-weights", DEFAULT_WIDE)),
        line.getOptionValue("method", ""),
        coco(line),
        Path.of(line.getOptionValue("out", "build")));
  }

  /** The options, for the parser and for {@code --help}. */
  static Options options() {
    return new Options()
        .addOption(
            option("bits", "LIST", "widths of codes, of 4, 5, 6 and 8; default " + DEFAULT_BITS))
        .addOption(option("grid", "N", "N x N points on each photograph; default " + DEFAULT_GRID))
        .addOption(
            option(
                "images",
                "DIR",
                "photographs, of which every third (by name) is used, as the calibration leaves"
                    + " them out; default: those held out of the standard ones"))
        .addOption(option("limit", "N", "only the first N photographs"))
        .addOption(option("config", "FILE", "accelerator configuration; default " + DEFAULT_CONFIG))
        .addOption(option("scope", "LIST", "of linears, encoder and all; default all three"))
        .addOption(
            option("iterations", "N", "of the reconstruction of every unit; default 400; 0: none"))
        .addOption(
            option("wide", "LIST", "parts of names of steps with 8-bit codes in mixed precision"))
        .addOption(
            option(
                "wide-weights",
                "LIST",
                "parts of names of steps that may have 8-bit weights there"))
        .addOption(option("method", "TEXT", "only rows with this in the names of their methods"))
        .addOption(option("coco", "FILE", "annotations of the COCO benchmark, JSON"))
        .addOption(option("boxes", "FILE", "boxes of a detector on its pictures, JSON"))
        .addOption(option("coco-images", "DIR", "folder of its pictures"))
        .addOption(option("coco-limit", "N", "only its N pictures of the smallest numbers"))
        .addOption(option("out", "DIR", "folder of the results; default build"))
        .addOption(Option.builder().longOpt("help").desc("print this text").build());
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  private static Optional<CocoFiles> coco(CommandLine line) {
    List<String> names = List.of("coco", "boxes", "coco-images");
    List<String> missing = names.stream().filter(name -> !line.hasOption(name)).toList();
    if (missing.size() == names.size() && !line.hasOption("coco-limit")) {
      return Optional.empty();
    }
    if (!missing.isEmpty()) {
      throw new UserError(
          "accuracy: --%s is missing; --coco, --boxes and --coco-images belong together"
              .formatted(missing.get(0)));
    }
    return Optional.of(
        new CocoFiles(
            Path.of(line.getOptionValue("coco")),
            Path.of(line.getOptionValue("boxes")),
            Path.of(line.getOptionValue("coco-images")),
            number("coco-limit", line.getOptionValue("coco-limit", NO_LIMIT))));
  }

  private static List<Integer> bits(String list) {
    List<Integer> bits =
        Stream.of(list.split(",", -1))
            .map(text -> text.matches("[0-9]") ? Integer.parseInt(text) : 0)
            .distinct()
            .toList();
    if (!ALLOWED_BITS.containsAll(bits)) {
      throw new UserError(
          "accuracy: --bits %s; allowed: 4, 5, 6 and 8, separated by commas".formatted(list));
    }
    return bits;
  }

  private static List<Scope> scopes(String list) {
    List<String> allowed = Stream.of(Scope.values()).map(Scope::toString).toList();
    List<String> names = names(list);
    if (names.isEmpty() || !allowed.containsAll(names)) {
      throw new UserError(
          "accuracy: --scope %s; allowed: %s, separated by commas"
              .formatted(list, String.join(", ", allowed)));
    }
    return Stream.of(Scope.values()).filter(scope -> names.contains(scope.toString())).toList();
  }

  private static List<String> names(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static int iterations(String text) {
    if (!text.matches("[0-9]{1,6}")) {
      throw new UserError("accuracy: --iterations %s; allowed: 0 to 999999".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static int number(String name, String text) {
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw new UserError("accuracy: --%s %s; allowed: 1 to 9999999".formatted(name, text));
    }
    return Integer.parseInt(text);
  }
}
