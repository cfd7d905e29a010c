package io.samforge.host.board.tcp;

import io.samforge.arch.UserError;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardProvider;
import io.samforge.host.board.BoardUrl;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Boards behind a server: {@code tcp:HOST:PORT[?token-file=FILE][&timeout=SECONDS]}. */
public final class TcpProvider implements BoardProvider {
  private static final int SECONDS = 30;
  private static final int MOST_SECONDS = 3600;
  private static final int MILLIS = 1000;
  private static final int MOST_PORT = 65535;

  @Override
  public String scheme() {
    return "tcp";
  }

  @Override
  public String form() {
    return "tcp:HOST:PORT[?token-file=FILE][&timeout=SECONDS]";
  }

  @Override
  public Board open(BoardUrl url) {
    url.require(form(), "token-file", "timeout");
    Token token = url.option("token-file").map(Path::of).map(Token::read).orElse(Token.NONE);
    long seconds = url.number("timeout", SECONDS, 1, MOST_SECONDS);
    return new TcpBoard(
        url.toString(), place(url.place()), token, Math.toIntExact(seconds * MILLIS));
  }

  @Override
  public List<String> find() {
    return List.of();
  }

  /**
   * Reads {@code HOST:PORT}; an IPv6 address stands in brackets.
   *
   * @throws UserError when it has another form, or the port is not 0..65535
   */
  public static InetSocketAddress place(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon > 0 && port >= 0 && port <= MOST_PORT) {
        String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        return InetSocketAddress.createUnresolved(host, port);
      }
    } catch (NumberFormatException e) {
      throw new UserError("'%s': allowed is HOST:PORT, port 0..65535".formatted(text), e);
    }
    throw new UserError("'%s': allowed is HOST:PORT, port 0..65535".formatted(text));
  }
}
