package io.samforge.host.cli;

import java.io.PrintStream;
import org.apache.commons.cli.Options;

/** One of the commands of samhost. */
interface Command {
  /** Returns its name. */
  String name();

  /** Returns what it does, in a line. */
  String summary();

  /** Returns its options. */
  Options options();

  /**
   * Does it.
   *
   * @return the exit status
   * @throws io.samforge.arch.UserError for a mistake of the user
   * @throws io.samforge.host.DeviceException when a board fails
   */
  int run(Arguments arguments, PrintStream out, PrintStream err);
}
