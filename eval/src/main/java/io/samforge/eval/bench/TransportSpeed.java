package io.samforge.eval.bench;

import com.sun.management.OperatingSystemMXBean;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.board.tcp.BoardServer;
import io.samforge.host.board.tcp.ServerLimits;
import io.samforge.host.board.tcp.Token;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What goes through TCP on loopback to a server in this process, in GB/s.
 *
 * @param write median of all rounds, to the board
 * @param read median of all rounds, from the board
 * @param slowestWrite the slowest round
 * @param slowestRead the slowest round
 * @param processor seconds of processor time for a gigabyte, both ends and the system together
 */
record TransportSpeed(
    double write, double read, double slowestWrite, double slowestRead, double processor) {
  static final int ROUNDS = 11;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int WARM_UP = 3;
  private static final long BYTES_OF_A_ROUND = 1L << 29;

  /** Moves so many bytes at once, 512 MiB each way in every round. */
  static TransportSpeed measure(AcceleratorConfig config, int bytesAtOnce) {
    byte[] data = new byte[bytesAtOnce];
    int calls = (int) (BYTES_OF_A_ROUND / bytesAtOnce);
    List<Double> writes = new ArrayList<>();
    List<Double> reads = new ArrayList<>();
    try (Board served = new ModelBoard(config, 0, 0);
        BoardServer server =
            new BoardServer(
                served, new InetSocketAddress("127.0.0.1", 0), Token.NONE, ServerLimits.STANDARD);
        Board board = Boards.open("tcp:127.0.0.1:" + server.port())) {
      long used = 0;
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
          board.writeMemory(0, data, 0, data.length);
        }
        long written = System.nanoTime();
        for (int i = 0; i < calls; i++) {
          board.readMemory(0, data, 0, data.length);
        }
        long read = System.nanoTime();
        if (round < 0) {
          used = SYSTEM.getProcessCpuTime();
        } else {
          // Bytes per nanosecond are gigabytes per second.
          writes.add((double) BYTES_OF_A_ROUND / (written - start));
          reads.add((double) BYTES_OF_A_ROUND / (read - written));
        }
      }
      used = SYSTEM.getProcessCpuTime() - used;
      return new TransportSpeed(
          Median.of(writes),
          Median.of(reads),
          Collections.min(writes),
          Collections.min(reads),
          (double) used / (2 * ROUNDS * BYTES_OF_A_ROUND));
    }
  }
}
