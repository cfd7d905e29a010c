package io.samforge.host.cli;

import io.samforge.arch.UserError;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The options of one command; every command line of the project that has options can use it. */
public final class Arguments {
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
   * @param command what begins an error message, such as {@code samhost run}
   * @throws UserError when one is unknown or written in part, or lacks its value
   */
  public static Arguments parse(String command, Options options, String... arguments) {
    try {
      CommandLine line = new DefaultParser(false).parse(options, arguments);
      if (!line.getArgList().isEmpty()) {
        throw new UserError(
            "%s: unknown argument %s; see %s --help"
                .formatted(command, line.getArgList().get(0), command));
      }
      return new Arguments(command, line);
    } catch (ParseException e) {
      throw new UserError("%s: %s; see %s --help".formatted(command, e.getMessage(), command), e);
    }
  }

  /** Returns an option with a value. */
  public static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  /** Returns an option without a value. */
  public static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).build();
  }

  /** Prints the options in their order. */
  public static void printHelp(PrintStream out, String usage, String text, Options options) {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    HelpFormatter formatter = new HelpFormatter();
    formatter.setOptionComparator(null);
    formatter.printHelp(writer, HELP_WIDTH, usage, text, options, 2, 2, "");
    writer.flush();
  }

  /** Returns whether an option is there. */
  public boolean has(String name) {
    return line.hasOption(name);
  }

  /** Returns the value of an option, the last if there are several. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(line.getOptionValue(name));
  }

  /** Returns all values of an option that may be repeated, in order. */
  public List<String> all(String name) {
    String[] values = line.getOptionValues(name);
    return values == null ? List.of() : List.of(values);
  }

  /** Returns the value of an option as a file. */
  public Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  /**
   * Returns an option that must be there.
   *
   * @throws UserError when it is not
   */
  public String required(String name) {
    return text(name)
        .orElseThrow(
            () ->
                new UserError(
                    "%s: --%s is missing; see %s --help".formatted(command, name, command)));
  }

  /**
   * Returns an option that is a whole number.
   *
   * @throws UserError when it is none, or not in the range
   */
  public int number(String name, int otherwise, int least, int most) {
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
