package io.samforge.host.cli;

import io.samforge.host.board.Board;
import io.samforge.host.board.BoardIdentity;
import io.samforge.host.board.Boards;
import io.samforge.host.board.SelfTest;
import java.io.PrintStream;
import org.apache.commons.cli.Options;

/** Tests memory and arithmetic of a board. */
final class SelfTestCommand implements Command {
  private static final int DEFAULT_MIB = 16;
  private static final int MOST_MIB = 4096;

  @Override
  public String name() {
    return "selftest";
  }

  @Override
  public String summary() {
    return "test the memory of a board and run layers with known answers; overwrites its memory";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Arguments.value("board", "URL", "the board; see samhost boards"))
        .addOption(Arguments.value("mib", "N", "MiB of memory to fill, default 16"));
  }

  @Override
  public int run(Arguments arguments, PrintStream out, PrintStream err) {
    long bytes = (long) arguments.number("mib", DEFAULT_MIB, 1, MOST_MIB) << 20;
    try (Board board = Boards.open(arguments.required("board"))) {
      BoardIdentity.read(board).require(board.info().config());
      new SelfTest(board, out::println).run(Math.min(bytes, board.memoryBytes()));
    }
    return 0;
  }
}
