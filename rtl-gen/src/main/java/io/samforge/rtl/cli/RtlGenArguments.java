package io.samforge.rtl.cli;

import io.samforge.arch.UserError;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The command line of {@code rtl-gen}.
 *
 * @param help print the usage and do nothing else
 * @param listUnits print the units and do nothing else
 * @param config file of the accelerator configuration
 * @param out folder of the results
 * @param unit the unit to generate instead of an accelerator
 * @param settings values of the unit's parameters by name
 */
record RtlGenArguments(
    boolean help,
    boolean listUnits,
    Path config,
    Path out,
    Optional<String> unit,
    Map<String, Integer> settings) {
  static final String DEFAULT_CONFIG = "configs/large.json";
  static final String DEFAULT_OUT = "build/rtl";

  /**
   * Parses {@code arguments}.
   *
   * @throws UserError naming the option that is wrong
   */
  static RtlGenArguments parse(String... arguments) {
    CommandLine line;
    try {
      line =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .build()
              .parse(options(), arguments);
    } catch (ParseException e) {
      throw wrong(e.getMessage());
    }
    if (!line.getArgList().isEmpty()) {
      throw wrong("unknown argument " + line.getArgList().get(0));
    }
    Optional<String> unit = Optional.ofNullable(line.getOptionValue("unit"));
    if (unit.isPresent() && line.hasOption("config")) {
      throw wrong("--unit and --config exclude each other");
    }
    if (unit.isEmpty() && line.hasOption("set")) {
      throw wrong("--set needs --unit");
    }
    return new RtlGenArguments(
        line.hasOption("help"),
        line.hasOption("list-units"),
        path(line, "config", DEFAULT_CONFIG),
        path(line, "out", DEFAULT_OUT),
        unit,
        settings(line.getOptionValues("set")));
  }

  /** The options, for the parser and for {@code --help}. */
  static Options options() {
    return new Options()
        .addOption(option("config", "FILE", "accelerator configuration; default " + DEFAULT_CONFIG))
        .addOption(option("out", "DIR", "folder of the results; default " + DEFAULT_OUT))
        .addOption(option("unit", "NAME", "one unit instead of an accelerator"))
        .addOption(
            Option.builder()
                .longOpt("set")
                .hasArgs()
                .argName("PARAMETER=NUMBER")
                .desc("parameters of the unit")
                .build())
        .addOption(flag("list-units", "print the units and their parameters"))
        .addOption(flag("help", "print this text"));
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  private static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).build();
  }

  private static Path path(CommandLine line, String option, String byDefault) {
    String text = line.getOptionValue(option, byDefault);
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw wrong("--" + option + ": " + e.getMessage());
    }
  }

  private static Map<String, Integer> settings(String... texts) {
    Map<String, Integer> settings = new LinkedHashMap<>();
    for (String text : texts == null ? new String[0] : texts) {
      int equals = text.indexOf('=');
      String value = text.substring(equals + 1);
      if (equals < 1 || !value.matches("-?[0-9]{1,9}")) {
        throw wrong("--set " + text + "; allowed: PARAMETER=NUMBER");
      }
      if (settings.put(text.substring(0, equals), Integer.valueOf(value)) != null) {
        throw wrong("--set " + text + ": the parameter is given twice");
      }
    }
    return settings;
  }

  private static UserError wrong(String problem) {
    return new UserError("rtl-gen: " + problem + "; see rtl-gen --help");
  }
}
