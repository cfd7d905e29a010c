package io.samforge.host.board.tcp;

import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One connection of a client. Requests may be sent ahead of the replies; used by one thread. */
final class TcpConnection implements Closeable {
  private static final int CONNECT_MILLIS = 5000;

  private final String url;
  private final FrameStream frames;
  private final Hello hello;
  private long sent;
  private long answered;

  /**
   * What the server said about itself.
   *
   * @param incarnation drawn by the server when it started
   * @param lease counts the clients that the board was lent to
   * @param memoryBytes bytes of device memory
   * @param config the configuration of its board as JSON
   */
  record Hello(long incarnation, long lease, long memoryBytes, String config) {}

  /** A reply; its bytes are valid until the next one. */
  record Reply(ByteBuffer fields, byte[] payload, int length) {}

  private TcpConnection(String url, FrameStream frames, long session, Token token)
      throws IOException {
    this.url = url;
    this.frames = frames;
    FrameStream.Frame challenge = frames.read();
    if (challenge.opcode() != Opcode.CHALLENGE) {
      throw refused(challenge);
    }
    byte[] proof = token.proof(Arrays.copyOf(frames.payload(), challenge.length()));
    ByteBuffer head = FrameStream.buffer(Long.BYTES + proof.length).putLong(session).put(proof);
    send(Opcode.HELLO, head.array());
    ByteBuffer fields = receive().fields();
    long incarnation = fields.getLong();
    long lease = fields.getLong();
    long memoryBytes = fields.getLong();
    String config = StandardCharsets.UTF_8.decode(fields).toString();
    this.hello = new Hello(incarnation, lease, memoryBytes, config);
    frames.admit();
  }

  /**
   * Connects and says hello.
   *
   * @throws BoardFault when nobody answers
   * @throws DeviceException when the server refuses, with its reason
   */
  static TcpConnection open(
      String url, InetSocketAddress place, long session, Token token, int millis) {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(place.getHostString(), place.getPort()), CONNECT_MILLIS);
      FrameStream frames = new FrameStream(socket);
      frames.timeout(millis);
      return new TcpConnection(url, frames, session, token);
    } catch (IOException | RuntimeException e) {
      quietlyClose(socket);
      throw e instanceof RuntimeException known ? known : broken(url, (IOException) e);
    }
  }

  private static void quietlyClose(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket cannot be closed", e);
    }
  }

  Hello hello() {
    return hello;
  }

  /** Returns how many requests have no reply yet. */
  long open() {
    return sent - answered;
  }

  void send(Opcode opcode, byte[] head) {
    send(opcode, head, head, 0, 0);
  }

  /**
   * Sends a request.
   *
   * @throws BoardFault when the connection breaks
   */
  void send(Opcode opcode, byte[] head, byte[] data, int offset, int length) {
    try {
      frames.write(opcode, sent++, head, data, offset, length);
    } catch (IOException e) {
      throw broken(url, e);
    }
  }

  /**
   * Returns the reply to the oldest request.
   *
   * @throws BoardFault when the connection breaks, or the request met a fault
   * @throws DeviceException when the request was refused
   */
  Reply receive() {
    try {
      FrameStream.Frame frame = frames.read();
      if (frame.opcode() == Opcode.ERROR) {
        answered++;
        throw refused(frame);
      }
      if (frame.opcode() != Opcode.DONE || frame.sequence() != answered) {
        throw new ProtocolException(
            "reply %d came where %d was due".formatted(frame.sequence(), answered));
      }
      answered++;
      return new Reply(frames.fields(frame), frames.payload(), frame.length());
    } catch (IOException e) {
      throw broken(url, e);
    }
  }

  private DeviceException refused(FrameStream.Frame frame) {
    if (frame.opcode() != Opcode.ERROR || frame.length() < 1) {
      return new BoardFault(
          BoardFault.Kind.DISCONNECTED, "%s: unexpected %s".formatted(url, frame.opcode()));
    }
    ByteBuffer fields = frames.fields(frame);
    int kind = fields.get() - 1;
    String message = url + ": " + StandardCharsets.UTF_8.decode(fields);
    BoardFault.Kind[] kinds = BoardFault.Kind.values();
    return kind >= 0 && kind < kinds.length
        ? new BoardFault(kinds[kind], message)
        : new DeviceException(message);
  }

  private static BoardFault broken(String url, IOException e) {
    String reason = e instanceof SocketTimeoutException ? "no answer in time" : e.getMessage();
    return new BoardFault(
        BoardFault.Kind.DISCONNECTED, "%s: the connection failed: %s".formatted(url, reason));
  }

  @Override
  public void close() {
    quietlyClose(frames);
  }
}
