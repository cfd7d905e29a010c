package io.samforge.sim.cli;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.cli.MainCommand;
import io.samforge.sim.release.ReleaseArchive;
import java.io.PrintStream;
import java.nio.file.Path;

/** The command {@code release CONFIG FOLDER}: packs the Verilog of a configuration for others. */
public final class ReleaseMain {
  private ReleaseMain() {}

  /** Runs the command; a mistake of the user is one line on the error stream and status 2. */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      if (arguments.length != 2) {
        throw new UserError("release: give the configuration and the folder of the archive");
      }
      AcceleratorConfig config = AcceleratorConfig.load(Path.of(arguments[0]));
      Path root = Path.of(System.getProperty("samforge.root", "."));
      ReleaseArchive archive = new ReleaseArchive(config, root);
      Path file = archive.write(Path.of(arguments[1]));
      out.printf("wrote %s: %s%n", file, String.join(", ", archive.files().keySet()));
      return 0;
    } catch (UserError e) {
      err.println(e.getMessage());
      return MainCommand.BAD_INPUT;
    }
  }
}
