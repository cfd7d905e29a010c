package io.samforge.sim.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.board.tcp.BoardServer;
import io.samforge.host.board.tcp.ServerLimits;
import io.samforge.host.board.tcp.Token;
import io.samforge.host.testing.BoardContract;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;

/** The simulated board behind a server. */
class TcpBoardTest extends BoardContract {
  private Board served;
  private BoardServer server;

  @Override
  protected Board open() {
    served = SimBoard.open("sim:tiny", SimBoardTest.TINY);
    server =
        new BoardServer(
            served, new InetSocketAddress("127.0.0.1", 0), Token.NONE, ServerLimits.STANDARD);
    return Boards.open("tcp:127.0.0.1:" + server.port());
  }

  @Override
  protected AcceleratorConfig config() {
    return SimBoardTest.TINY;
  }

  @AfterEach
  void stop() {
    server.close();
    served.close();
  }
}
