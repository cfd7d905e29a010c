package io.samforge.host.cli;

import io.samforge.arch.UserError;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The options of one command. */
final class Arguments {
  private static final int HELP_WIDTH = 100;

  private final String command;
  private final CommandLine line;

  private Arguments(String command, CommandLine line) {
    this.command = command;
    this.line = line;
  }

  /**
   * Reads the options.
   *
   * @throws UserError when one is unknown, or lacks its value
   */
  static Arguments parse(String command, Options options, String... arguments) {
    try {
      CommandLine line = new DefaultParser().parse(options, arguments);
      if (!line.getArgList().isEmpty()) {
        throw new UserError(
            "samhost %s: '%s' is no option; see --help"
                .formatted(command, line.getArgList().get(0)));
      }
      return new Arguments(command, line);
    } catch (ParseException e) {
      throw new UserError("samhost %s: %s; see --help".formatted(command, e.getMessage()), e);
    }
  }

  static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).build();
  }

  static void printHelp(PrintStream out, String usage, String text, Options options) {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    HelpFormatter formatter = new HelpFormatter();
    formatter.setOptionComparator(null);
    formatter.printHelp(writer, HELP_WIDTH, usage, text, options, 2, 2, "");
    writer.flush();
  }

  boolean has(String name) {
    return line.hasOption(name);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(line.getOptionValue(name));
  }

  Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  /**
   * Returns an option that must be there.
   *
   * @throws UserError when it is not
   */
  String required(String name) {
    return text(name)
        .orElseThrow(
            () ->
                new UserError("samhost %s: --%s is missing; see --help".formatted(command, name)));
  }

  /**
   * Returns an option that is a whole number.
   *
   * @throws UserError when it is none, or not in the range
   */
  int number(String name, int otherwise, int least, int most) {
    String text = line.getOptionValue(name);
    try {
      int value = text == null ? otherwise : Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new UserError(range(name, text, least, most), e);
    }
    throw new UserError(range(name, text, least, most));
  }

  private static String range(String name, String text, int least, int most) {
    return "--%s %s: allowed is a number from %d to %d".formatted(name, text, least, most);
  }
}
