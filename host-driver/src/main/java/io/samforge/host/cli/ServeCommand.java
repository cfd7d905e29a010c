package io.samforge.host.cli;

import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.board.tcp.BoardServer;
import io.samforge.host.board.tcp.ServerLimits;
import io.samforge.host.board.tcp.TcpProvider;
import io.samforge.host.board.tcp.Token;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import org.apache.commons.cli.Options;

/** Exposes a board over TCP until the program is ended. */
final class ServeCommand implements Command {
  private static final String DEFAULT_PLACE = "127.0.0.1:7543";
  private static final int MOST_CONNECTIONS = 64;

  @Override
  public String name() {
    return "serve";
  }

  @Override
  public String summary() {
    return "expose a board over TCP";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Arguments.value("board", "URL", "the board; see samhost boards"))
        .addOption(
            Arguments.value("listen", "HOST:PORT", "where to listen, default " + DEFAULT_PLACE))
        .addOption(
            Arguments.value(
                "token-file", "FILE", "file of a secret; needed to listen beyond this machine"))
        .addOption(Arguments.value("connections", "N", "most connections, default 8"));
  }

  @Override
  public int run(Arguments arguments, PrintStream out, PrintStream err) {
    Token token = arguments.path("token-file").map(Token::read).orElse(Token.NONE);
    InetSocketAddress place = TcpProvider.place(arguments.text("listen").orElse(DEFAULT_PLACE));
    ServerLimits standard = ServerLimits.STANDARD;
    ServerLimits limits =
        new ServerLimits(
            arguments.number("connections", standard.connections(), 1, MOST_CONNECTIONS),
            standard.helloMillis(),
            standard.idleMillis());
    try (Board board = Boards.open(arguments.required("board"));
        BoardServer server = new BoardServer(board, place, token, limits)) {
      out.printf("serving %s on tcp:%s:%d%n", board.info(), place.getHostString(), server.port());
      out.flush();
      server.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
