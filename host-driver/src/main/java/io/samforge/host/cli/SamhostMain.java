package io.samforge.host.cli;

import io.samforge.arch.UserError;
import io.samforge.host.DeviceException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command samhost. Which boards it reaches depends on the transports on the class path: with
 * the module {@code sim} there are simulated ones.
 */
public final class SamhostMain {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;
  private static final List<Command> COMMANDS =
      List.of(
          new BoardsCommand(),
          new InfoCommand(),
          new RunCommand(),
          new ServeCommand(),
          new SelfTestCommand());

  private final PrintStream out;
  private final PrintStream err;

  /** Makes the command with its streams. */
  public SamhostMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs a command. Status 0: done; 1: a board failed, or pictures have no mask; 2: a mistake of
   * the user, told in one line on the error stream.
   */
  public static void main(String[] arguments) {
    int status = new SamhostMain(System.out, System.err).run(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs a command and returns its exit status. */
  public int run(String... arguments) {
    try {
      if (arguments.length == 0 || arguments[0].equals("--help")) {
        out.println("samhost COMMAND [--help]: drives accelerator boards");
        COMMANDS.forEach(c -> out.printf("  %-9s %s%n", c.name(), c.summary()));
        out.println("Exit status: 0 done, 1 a board failed or a picture has no mask, 2 bad input.");
        return arguments.length == 0 ? BAD_INPUT : 0;
      }
      Command command = command(arguments[0]);
      String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
      if (List.of(rest).contains("--help")) {
        Arguments.printHelp(
            out,
            "samhost %s [options]".formatted(command.name()),
            command.summary(),
            command.options());
        return 0;
      }
      return command.run(
          Arguments.parse("samhost " + command.name(), command.options(), rest), out, err);
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    } catch (DeviceException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private static Command command(String name) {
    return COMMANDS.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "samhost: unknown command '%s'; allowed: %s"
                        .formatted(
                            name,
                            COMMANDS.stream()
                                .map(Command::name)
                                .collect(Collectors.joining(", ")))));
  }
}
