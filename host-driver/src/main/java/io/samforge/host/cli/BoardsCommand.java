package io.samforge.host.cli;

import io.samforge.host.board.BoardProvider;
import io.samforge.host.board.Boards;
import java.io.PrintStream;
import org.apache.commons.cli.Options;

/** Lists the boards that can be seen from here. */
final class BoardsCommand implements Command {
  @Override
  public String name() {
    return "boards";
  }

  @Override
  public String summary() {
    return "list the boards that can be seen from here";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public int run(Arguments arguments, PrintStream out, PrintStream err) {
    for (BoardProvider provider : Boards.providers()) {
      out.println(provider.form());
      provider.find().forEach(url -> out.println("  " + url));
    }
    return 0;
  }
}
