package io.samforge.host.board.tcp;

import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardInfo;
import io.samforge.host.board.BoardWait;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * A board behind a {@link BoardServer}.
 *
 * <p>Every call takes one of a few connections, so a wait for the interrupt does not hold up
 * transfers. A connection that failed is thrown away and the call is a {@link BoardFault}; the next
 * call makes a new one. When the server behind it has been started again, or has lent its board to
 * others meanwhile, every call is a fault until {@link #reset}: what was in device memory is gone.
 */
public final class TcpBoard implements Board {
  private static final byte[] NOTHING = {};

  /** Requests under way on one connection: enough to keep both sides busy. */
  private static final int WINDOW = 8;

  /** Bytes moved by one request: they stay in a processor's own cache while they are summed. */
  private static final int AT_ONCE = 1 << 18;

  private final InetSocketAddress place;
  private final Token token;
  private final int timeoutMillis;
  private final long session = new SecureRandom().nextLong();
  private final Deque<TcpConnection> idle = new ArrayDeque<>();
  private final BoardInfo info;
  private TcpConnection.Hello known;
  private boolean closed;

  /**
   * Connects.
   *
   * @param url what messages call the board
   * @param timeoutMillis after which a call without an answer is a fault
   * @throws DeviceException when nobody answers, or the server refuses
   */
  public TcpBoard(String url, InetSocketAddress place, Token token, int timeoutMillis) {
    this.place = place;
    this.token = token;
    this.timeoutMillis = timeoutMillis;
    TcpConnection first = TcpConnection.open(url, place, session, token, timeoutMillis);
    known = first.hello();
    info = BoardInfo.parse(url, "TCP", known.config(), known.memoryBytes());
    idle.push(first);
  }

  @Override
  public BoardInfo info() {
    return info;
  }

  @Override
  public void writeMemory(long address, byte[] bytes, int offset, int length) {
    info.checkRange(address, length);
    call(
        connection -> {
          for (int at = 0; at < length; at += AT_ONCE) {
            int count = Math.min(AT_ONCE, length - at);
            if (connection.open() == WINDOW) {
              connection.receive();
            }
            byte[] head = FrameStream.buffer(Long.BYTES).putLong(address + at).array();
            connection.send(Opcode.WRITE, head, bytes, offset + at, count);
          }
          while (connection.open() > 0) {
            connection.receive();
          }
          return null;
        });
  }

  @Override
  public void readMemory(long address, byte[] bytes, int offset, int length) {
    info.checkRange(address, length);
    call(
        connection -> {
          int asked = 0;
          for (int at = 0; at < length; at += AT_ONCE) {
            for (; asked < length && connection.open() < WINDOW; asked += AT_ONCE) {
              int count = Math.min(AT_ONCE, length - asked);
              connection.send(Opcode.READ, range(address + asked, count));
            }
            TcpConnection.Reply reply = connection.receive();
            int expected = Math.min(AT_ONCE, length - at);
            requireLength(reply, expected);
            System.arraycopy(reply.payload(), 0, bytes, offset + at, expected);
          }
          return null;
        });
  }

  private static byte[] range(long address, int length) {
    return FrameStream.buffer(Long.BYTES + Integer.BYTES).putLong(address).putInt(length).array();
  }

  private void requireLength(TcpConnection.Reply reply, int expected) {
    if (reply.length() != expected) {
      throw new BoardFault(
          BoardFault.Kind.DISCONNECTED,
          "%s: %d bytes came where %d were due".formatted(info, reply.length(), expected));
    }
  }

  @Override
  public int checksum(long address, int length) {
    info.checkRange(address, length);
    return ask(Opcode.CHECKSUM, range(address, length), Integer.BYTES).getInt();
  }

  @Override
  public void writeRegister(int offset, int value) {
    info.checkRegister(offset);
    ask(Opcode.WRITE_REGISTER, pair(offset, value), 0);
  }

  @Override
  public int readRegister(int offset) {
    return readRegisters(offset, 1)[0];
  }

  @Override
  public int[] readRegisters(int offset, int count) {
    int[] values = new int[count];
    if (count > 0) {
      info.checkRegister(offset);
      info.checkRegister(offset + 4 * (count - 1));
      ask(Opcode.READ_REGISTERS, pair(offset, count), Integer.BYTES * count)
          .asIntBuffer()
          .get(values);
    }
    return values;
  }

  private static byte[] pair(int first, int second) {
    return FrameStream.buffer(2 * Integer.BYTES).putInt(first).putInt(second).array();
  }

  @Override
  public BoardWait waitInterrupt(long cycles) {
    byte[] head = FrameStream.buffer(Long.BYTES).putLong(cycles).array();
    ByteBuffer fields = ask(Opcode.WAIT, head, 1 + Long.BYTES);
    return new BoardWait(fields.get() == 1, fields.getLong());
  }

  /** {@inheritDoc} Accepts a server that has been started again. */
  @Override
  public void reset() {
    synchronized (this) {
      idle.forEach(TcpConnection::close);
      idle.clear();
      TcpConnection fresh = connect();
      known = fresh.hello();
      idle.push(fresh);
    }
    ask(Opcode.RESET, NOTHING, 0);
  }

  private ByteBuffer ask(Opcode opcode, byte[] head, int expected) {
    return call(
        connection -> {
          connection.send(opcode, head);
          TcpConnection.Reply reply = connection.receive();
          requireLength(reply, expected);
          ByteBuffer copy = FrameStream.buffer(expected);
          return copy.put(reply.payload(), 0, expected).flip();
        });
  }

  private <T> T call(Function<TcpConnection, T> work) {
    TcpConnection connection = take();
    boolean whole = false;
    try {
      T result = work.apply(connection);
      whole = true;
      return result;
    } finally {
      giveBack(connection, whole);
    }
  }

  private TcpConnection take() {
    synchronized (this) {
      if (closed) {
        throw new DeviceException(info + ": the board is closed");
      }
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    TcpConnection fresh = connect();
    synchronized (this) {
      if (fresh.hello().incarnation() == known.incarnation()
          && fresh.hello().lease() == known.lease()) {
        return fresh;
      }
    }
    fresh.close();
    throw new BoardFault(
        BoardFault.Kind.RESTARTED,
        info + ": the server was started again or has served others; device memory is lost");
  }

  private TcpConnection connect() {
    return TcpConnection.open(info.url(), place, session, token, timeoutMillis);
  }

  /** A connection that failed may still get replies to what it asked; nobody wants them. */
  private synchronized void giveBack(TcpConnection connection, boolean whole) {
    boolean current =
        connection.hello().incarnation() == known.incarnation()
            && connection.hello().lease() == known.lease();
    if (whole && current && !closed) {
      idle.push(connection);
    } else {
      connection.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(TcpConnection::close);
    idle.clear();
  }
}
