package io.samforge.host.cli;

import io.samforge.arch.UserError;
import java.io.PrintStream;
import org.apache.commons.cli.Options;

/**
 * A command line: reads its options, prints its help, and ends with one line and status {@value
 * #BAD_INPUT} for a mistake of the user.
 *
 * @param name what begins an error message
 * @param usage its options in one line, without the name
 * @param about what it does, in a sentence
 * @param options its options; {@code --help} is added
 */
public record MainCommand(String name, String usage, String about, Options options) {
  /** Exit status for a mistake of the user. */
  public static final int BAD_INPUT = 2;

  /** What a command does with its options. */
  @FunctionalInterface
  public interface Body {
    /**
     * Runs the command.
     *
     * @return the exit status
     * @throws UserError for a mistake of the user
     */
    int run(Arguments line);
  }

  /** Adds {@code --help}. */
  public MainCommand {
    options.addOption(Arguments.flag("help", "print this text"));
  }

  /** Ends the process unless the status is 0. */
  public static void exit(int status) {
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  public int run(PrintStream out, PrintStream err, String[] arguments, Body body) {
    try {
      Arguments line = Arguments.parse(name, options, arguments);
      if (line.has("help")) {
        Arguments.printHelp(out, name + " " + usage, about, options);
        return 0;
      }
      return body.run(line);
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
  }
}
