package io.samforge.host.board.tcp;

import io.samforge.arch.UserError;
import io.samforge.host.board.Board;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exposes a board over TCP to one client at a time.
 *
 * <p>It listens on the loopback interface; on any other it needs a token. Connections are bounded
 * in number, frames in size, and so is memory. What is no frame ends its connection and nothing
 * else. Nothing is encrypted: across a network that is not trusted, tunnel it.
 */
public final class BoardServer implements AutoCloseable {
  private static final int ACCEPT_MILLIS = 250;
  private static final int BACKLOG = 16;

  private final Board board;
  private final Token token;
  private final ServerLimits limits;
  private final ServerSocket socket;
  private final long incarnation = new SecureRandom().nextLong();
  private final Lease lease = new Lease();
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;
  private volatile boolean closed;

  /**
   * Starts a server.
   *
   * @param board what it serves; stays open when the server is closed
   * @param place where it listens; port 0 takes any free one
   * @param token what clients have to know; {@link Token#NONE} only on loopback
   * @throws UserError when it cannot listen there, or a token is missing
   */
  public BoardServer(Board board, InetSocketAddress place, Token token, ServerLimits limits) {
    this.board = board;
    this.token = token;
    this.limits = limits;
    try {
      InetAddress address = InetAddress.getByName(place.getHostString());
      if (!address.isLoopbackAddress() && token == Token.NONE) {
        throw new UserError(
            "listening on %s lets others in; give --token-file, or listen on 127.0.0.1"
                .formatted(place.getHostString()));
      }
      socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, place.getPort()), BACKLOG);
      socket.setSoTimeout(ACCEPT_MILLIS);
    } catch (IOException e) {
      throw new UserError("cannot listen on %s: %s".formatted(place, e.getMessage()), e);
    }
    acceptor = new Thread(this::accept, "board-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Returns the port that it listens on. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Returns the number of connections. */
  public int connections() {
    return connections.size();
  }

  /** Waits until the server is closed. */
  public void join() throws InterruptedException {
    acceptor.join();
  }

  private void accept() {
    while (!closed) {
      try {
        serve(socket.accept());
      } catch (SocketTimeoutException e) {
        connections.forEach(ServerConnection::closeIfLate);
      } catch (SocketException e) {
        // Closed, or out of file handles: the next round tells which.
        connections.forEach(ServerConnection::closeIfLate);
      } catch (IOException e) {
        closed = true;
      }
    }
  }

  private void serve(Socket client) throws IOException {
    connections.forEach(ServerConnection::closeIfLate);
    if (connections.size() >= limits.connections()) {
      client.close();
      return;
    }
    ServerConnection connection =
        new ServerConnection(client, this, new FrameStream(client), System.nanoTime());
    connections.add(connection);
    Thread thread = new Thread(connection, "board-connection");
    thread.setDaemon(true);
    thread.start();
  }

  Board board() {
    return board;
  }

  Token token() {
    return token;
  }

  ServerLimits limits() {
    return limits;
  }

  long incarnation() {
    return incarnation;
  }

  Lease lease() {
    return lease;
  }

  boolean closed() {
    return closed;
  }

  void remove(ServerConnection connection) {
    connections.remove(connection);
  }

  /** Stops listening and ends all connections. */
  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a server socket cannot be closed", e);
    }
    // The port is free, and the last connection known, only when the thread has left its socket.
    boolean interrupted = false;
    while (acceptor.isAlive()) {
      try {
        acceptor.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    connections.forEach(ServerConnection::end);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
