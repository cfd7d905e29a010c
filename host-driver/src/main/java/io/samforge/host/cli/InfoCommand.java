package io.samforge.host.cli;

import io.samforge.arch.register.Register;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardIdentity;
import io.samforge.host.board.Boards;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Options;

/** Prints what a board is and what it has counted. */
final class InfoCommand implements Command {
  private static final List<Register> COUNTERS =
      List.of(
          Register.CYCLES_LO,
          Register.BUSY_LO,
          Register.STALL_WEIGHT_LO,
          Register.STALL_ACTIVATION_LO,
          Register.STALL_DRAIN_LO,
          Register.READ_BEATS_LO,
          Register.WRITE_BEATS_LO);

  @Override
  public String name() {
    return "info";
  }

  @Override
  public String summary() {
    return "print identity, configuration, clock, memory and counters of a board";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Arguments.value("board", "URL", "the board; see samhost boards"));
  }

  @Override
  public int run(Arguments arguments, PrintStream out, PrintStream err) {
    try (Board board = Boards.open(arguments.required("board"))) {
      BoardIdentity identity = BoardIdentity.read(board);
      boolean matches = identity.matches(board.info().config());
      int cap0 = identity.capabilities()[0];
      int cap1 = identity.capabilities()[1];
      out.printf("board      %s (%s)%n", board.info().url(), board.info().transport());
      out.printf("version    %d.%d%n", identity.version() >>> 16, identity.version() & 0xffff);
      out.printf("config     %s%n", identity.hashText());
      out.printf(
          "           %s%n",
          matches
              ? board.info().config().name()
              : "not " + board.info().config().name() + ", which it was opened with");
      out.printf(
          "array      %d x %d lanes, %d-bit weights, %d-bit activations, %d groups%n",
          Register.CAP0.field("REDUCTION_LANES").extract(cap0),
          Register.CAP1.field("OUTPUT_LANES").extract(cap1),
          Register.CAP0.field("WEIGHT_BITS").extract(cap0),
          Register.CAP0.field("ACTIVATION_BITS").extract(cap0),
          Register.CAP0.field("GROUPS").extract(cap0));
      out.printf("clock      %d MHz by the configuration%n", board.info().config().clockMHz());
      out.printf("memory     %d KiB%n", board.memoryBytes() >> 10);
      out.printf("status     0x%08x%n", board.readRegister(Register.STATUS.offset()));
      for (Register low : COUNTERS) {
        int[] words = board.readRegisters(low.offset(), 2);
        String counter = low.name().replace("_LO", "").toLowerCase(Locale.ROOT);
        long value = (long) words[1] << 32 | Integer.toUnsignedLong(words[0]);
        out.printf("%-17s %d%n", counter, value);
      }
      return matches ? 0 : 1;
    }
  }
}
