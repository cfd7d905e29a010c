package io.samforge.calib.cli;

import io.samforge.arch.UserError;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.plan.Grouping;
import io.samforge.calib.plan.Recipe;
import io.samforge.calib.plan.Rounding;
import io.samforge.calib.quant.GroupingMetric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
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
 * @param model folder of the model; empty for the pinned one
 * @param images folder of photographs; empty for the standard ones
 * @param count images to calibrate with
 * @param scope what is quantised
 * @param recipe how it is quantised
 * @param iterations of the reconstruction of a unit; 0 for none
 * @param rangePictures pictures that the quantised encoder runs on to count the ends of code
 *     ranges; 0 for no such counts
 * @param floatNames steps with one of these in their names stay in floats
 * @param out the package
 * @param work folder to go on from
 * @param report folder of the report
 */
record CalibArguments(
    boolean help,
    Path config,
    int bits,
    Optional<Path> model,
    Optional<Path> images,
    int count,
    CalibScope scope,
    Recipe recipe,
    int iterations,
    int rangePictures,
    List<String> floatNames,
    Path out,
    Path work,
    Path report) {
  private static final List<Integer> BITS = List.of(4, 5, 6, 8);
  private static final List<String> TAUS = List.of("1", "2", "4");
  private static final int MOST_GROUPS = 16;

  /**
   * Parses {@code arguments}.
   *
   * @throws UserError naming the option that is wrong
   */
  static CalibArguments parse(String... arguments) {
    CommandLine line;
    try {
      line = new DefaultParser(false).parse(options(), arguments);
    } catch (ParseException e) {
      throw new UserError("calib: %s; see calib --help".formatted(e.getMessage()));
    }
    if (!line.getArgList().isEmpty()) {
      throw new UserError(
          "calib: unknown argument %s; see calib --help".formatted(line.getArgList().get(0)));
    }
    boolean help = line.hasOption("help");
    if (!help && !line.hasOption("config")) {
      throw new UserError("calib: --config is missing; see calib --help");
    }
    CalibScope scope =
        choice("scope", line.getOptionValue("scope", "all"), CalibScope.class, CalibScope.values());
    return new CalibArguments(
        help,
        Path.of(line.getOptionValue("config", "")),
        line.hasOption("bits") ? bits(line.getOptionValue("bits")) : 0,
        Optional.ofNullable(line.getOptionValue("model")).map(Path::of),
        Optional.ofNullable(line.getOptionValue("images")).map(Path::of),
        number("count", line.getOptionValue("count", "32"), 1, CalibrationImages.COUNT),
        scope,
        recipe(line, scope),
        line.hasOption("fast") ? 0 : iterations(line.getOptionValue("iterations", "400")),
        number(
            "range-pictures",
            line.getOptionValue("range-pictures", "6"),
            0,
            CalibrationImages.COUNT),
        names(line.getOptionValue("float", "")),
        Path.of(line.getOptionValue("out", "build/model.sfp")),
        Path.of(line.getOptionValue("work", "build/calib")),
        Path.of(line.getOptionValue("report", "build/report")));
  }

  private static Recipe recipe(CommandLine line, CalibScope scope) {
    GroupingMetric metric =
        choice(
            "cag-metric",
            line.getOptionValue("cag-metric", "raw"),
            GroupingMetric.class,
            GroupingMetric.values());
    Rounding rounding =
        choice(
            "rounding",
            line.getOptionValue("rounding", "compensated"),
            Rounding.class,
            Rounding.values());
    List<String> wideWeights = names(line.getOptionValue("wide-weights", ""));
    if (rounding == Rounding.NEAREST && !wideWeights.isEmpty()) {
      throw new UserError(
          "calib: --rounding nearest with --wide-weights; allowed with 8-bit weights: compensated");
    }
    Recipe recipe =
        Recipe.FAST
            .withGrouping(
                choice(
                    "grouping",
                    line.getOptionValue("grouping", "widths"),
                    Grouping.class,
                    Grouping.values()))
            .withClusters(metric, !line.hasOption("unaligned"))
            .withMostGroups(number("groups", line.getOptionValue("groups", "4"), 1, MOST_GROUPS))
            .withRounding(rounding)
            .withWideNames(names(line.getOptionValue("wide", "")))
            .withWideWeightNames(wideWeights)
            .withTaus(taus(line.getOptionValue("taus", "1,2")));
    return scope == CalibScope.LINEARS ? recipe.onRowsOnly() : recipe;
  }

  /** The options, for the parser and for {@code --help}. */
  static Options options() {
    return new Options()
        .addOption(option("config", "FILE", "accelerator configuration (required)"))
        .addOption(option("bits", "N", "bits of weights and activations: 4, 5, 6 or 8"))
        .addOption(
            option("model", "DIR", "folder with encoder.onnx and decoder.onnx; default MobileSAM"))
        .addOption(
            option(
                "images",
                "DIR",
                "photographs, of which every third (by name) is held out; default: those of two"
                    + " Debian packages"))
        .addOption(option("count", "N", "images to calibrate with, 1 to 32; default 32"))
        .addOption(
            option("scope", "NAME", "linears, encoder or all (with the decoder); default all"))
        .addOption(option("grouping", "NAME", "none, clusters (as published) or widths (default)"))
        .addOption(
            option("cag-metric", "NAME", "distance in clusters: raw (default), normalised, range"))
        .addOption(option("groups", "N", "groups of channels, 1 to 16; default 4"))
        .addOption(
            Option.builder()
                .longOpt("unaligned")
                .desc("clusters need not fill whole chunks of lanes")
                .build())
        .addOption(option("rounding", "NAME", "of weights: nearest, or compensated (default)"))
        .addOption(
            option("iterations", "N", "of the reconstruction of every unit; default 400; 0: none"))
        .addOption(
            Option.builder().longOpt("fast").desc("no reconstruction: minutes, less exact").build())
        .addOption(
            option(
                "range-pictures",
                "N",
                "pictures to count the ends of code ranges on, 0 to 32; default 6; 0: no drift"
                    + " watch"))
        .addOption(option("wide", "LIST", "parts of names of steps that read 8-bit codes"))
        .addOption(
            option("wide-weights", "LIST", "parts of names of steps that may have 8-bit weights"))
        .addOption(
            option("taus", "LIST", "levels an octave of log2 codes, of 1, 2, 4; default 1,2"))
        .addOption(option("float", "LIST", "parts of names of steps that stay in floats"))
        .addOption(option("out", "FILE", "the package; default build/model.sfp"))
        .addOption(option("work", "DIR", "folder to go on from; default build/calib"))
        .addOption(option("report", "DIR", "folder of the report; default build/report"))
        .addOption(Option.builder().longOpt("help").desc("print this text").build());
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  private static List<String> names(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static List<Integer> taus(String list) {
    List<String> found = names(list);
    if (found.isEmpty() || !TAUS.containsAll(found)) {
      throw new UserError(
          "calib: --taus %s; allowed: %s, separated by commas"
              .formatted(list, String.join(", ", TAUS)));
    }
    return found.stream().distinct().map(Integer::valueOf).toList();
  }

  private static int bits(String text) {
    int bits = text.matches("[0-9]") ? Integer.parseInt(text) : 0;
    if (!BITS.contains(bits)) {
      throw new UserError("calib: --bits %s; allowed: 4, 5, 6, 8".formatted(text));
    }
    return bits;
  }

  private static int iterations(String text) {
    if (!text.matches("[0-9]{1,6}")) {
      throw new UserError("calib: --iterations %s; allowed: 0 to 999999".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static int number(String name, String text, int least, int most) {
    int number = text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw new UserError("calib: --%s %s; allowed: %d to %d".formatted(name, text, least, most));
    }
    return number;
  }

  private static <E extends Enum<E>> E choice(String name, String text, Class<E> type, E[] all) {
    List<String> allowed =
        Arrays.stream(all).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    if (!allowed.contains(text)) {
      throw new UserError(
          "calib: --%s %s; allowed: %s".formatted(name, text, String.join(", ", allowed)));
    }
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }
}
