package io.samforge.host.board.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import io.samforge.host.board.BoardWait;
import io.samforge.host.board.MemoryBoard;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server allows, at the limit and one beyond. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServerLimitsTest {
  private static final int HELLO_MILLIS = 200;
  private static final int GREETING_BYTES = 24 + 32 + 4;
  private static final byte[] NOTHING = {};

  /** Every wait takes a while and a cycle; registers throw what a test wants. */
  private static final class SlowBoard extends MemoryBoard {
    private DeviceException thrown;

    @Override
    public BoardWait waitInterrupt(long cycles) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new BoardWait(false, 1);
    }

    @Override
    public void writeRegister(int offset, int value) {
      if (thrown != null) {
        throw thrown;
      }
      super.writeRegister(offset, value);
    }
  }

  private final SlowBoard slow = new SlowBoard();
  private BoardServer server = start(new MemoryBoard(), new ServerLimits(3, 10_000, 10_000));

  private static BoardServer start(MemoryBoard board, ServerLimits limits) {
    return new BoardServer(board, new InetSocketAddress("127.0.0.1", 0), Token.NONE, limits);
  }

  private void restart(MemoryBoard board, ServerLimits limits) {
    server.close();
    server = start(board, limits);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TcpConnection open() {
    return TcpConnection.open(
        "tcp", new InetSocketAddress("127.0.0.1", server.port()), 9, Token.NONE, 5000);
  }

  private Socket socket() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(5000);
    return socket;
  }

  private static byte[] range(long address, int length) {
    return FrameStream.buffer(12).putLong(address).putInt(length).array();
  }

  private static byte[] pair(int first, int second) {
    return FrameStream.buffer(8).putInt(first).putInt(second).array();
  }

  private static void refused(TcpConnection connection, String message) {
    assertThatThrownBy(connection::receive)
        .isExactlyInstanceOf(DeviceException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsAndWritesHaveAtMostOneMebibyte() {
    int most = FrameStream.MOST_DATA;
    byte[] data = new byte[most];
    Arrays.fill(data, (byte) 3);
    try (TcpConnection connection = open()) {
      byte[] address = FrameStream.buffer(8).putLong(64).array();
      connection.send(Opcode.WRITE, address, data, 0, most);
      assertThat(connection.receive().length()).isZero();
      connection.send(Opcode.READ, range(64, most));
      TcpConnection.Reply reply = connection.receive();
      assertThat(reply.length()).isEqualTo(most);
      assertThat(Arrays.copyOf(reply.payload(), most)).isEqualTo(data);
      for (int length : new int[] {most + 1, -1}) {
        connection.send(Opcode.READ, range(64, length));
        refused(connection, "a read of %d bytes; allowed: at most 1048576".formatted(length));
      }
    }
  }

  /** No array is made for a range before it is known to be one. */
  @Test
  void checksumsAreOfMemoryThatThereIs() {
    int memory = (int) new MemoryBoard().info().memoryBytes();
    try (TcpConnection connection = open()) {
      for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, memory + 1}) {
        connection.send(Opcode.CHECKSUM, range(0, length));
        refused(connection, "lie outside");
      }
      connection.send(Opcode.CHECKSUM, range(0, memory));
      assertThat(connection.receive().length()).isEqualTo(4);
    }
  }

  @Test
  void oneRequestReadsAtMost16384Registers() {
    try (TcpConnection connection = open()) {
      connection.send(Opcode.READ_REGISTERS, pair(0, 16384));
      assertThat(connection.receive().length()).isEqualTo(4 * 16384);
      for (int count : new int[] {16385, 0, Integer.MAX_VALUE}) {
        connection.send(Opcode.READ_REGISTERS, pair(0, count));
        refused(connection, count + " registers; allowed: 1 to 16384");
      }
    }
  }

  @Test
  void aWaitEndsAtItsCyclesOrSoon() {
    try (TcpConnection connection = open()) {
      for (long cycles : new long[] {1, 10, 100_000}) {
        connection.send(Opcode.WAIT, FrameStream.buffer(8).putLong(cycles).array());
        ByteBuffer fields = connection.receive().fields();
        assertThat(fields.get()).isZero();
        assertThat(fields.getLong()).isEqualTo(cycles);
      }
    }
    restart(slow, new ServerLimits(3, 10_000, 10_000));
    try (TcpConnection connection = open()) {
      connection.send(Opcode.WAIT, FrameStream.buffer(8).putLong(1000).array());
      ByteBuffer fields = connection.receive().fields();
      assertThat(fields.get()).isZero();
      assertThat(fields.getLong()).isBetween(1L, 40L);
    }
  }

  /** Every kind of fault comes out as the same kind, a refusal as none, and both are bounded. */
  @Test
  void whatWentWrongIsTold() {
    restart(slow, new ServerLimits(3, 10_000, 10_000));
    try (TcpConnection connection = open()) {
      for (BoardFault.Kind kind : BoardFault.Kind.values()) {
        slow.thrown = new BoardFault(kind, "it is " + kind);
        connection.send(Opcode.WRITE_REGISTER, pair(0, 1));
        assertThatThrownBy(connection::receive)
            .isInstanceOfSatisfying(BoardFault.class, f -> assertThat(f.kind()).isEqualTo(kind))
            .hasMessage("tcp: it is " + kind);
      }
      slow.thrown = new DeviceException("x".repeat(9000));
      connection.send(Opcode.WRITE_REGISTER, pair(0, 1));
      assertThatThrownBy(connection::receive)
          .isExactlyInstanceOf(DeviceException.class)
          .hasMessage("tcp: " + "x".repeat(FrameStream.MOST_BEFORE_HELLO - 1));
    }
  }

  /** Returns what the server sends until it ends the connection. */
  private static byte[] drain(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[1 << 16];
    int count = 0;
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        bytes[count++] = (byte) next;
      }
    } catch (SocketException e) {
      assertThat(e.getMessage()).contains("reset");
    }
    return Arrays.copyOf(bytes, count);
  }

  /** A proof that is right does not make a hello of another frame. */
  @Test
  void theFirstFrameIsAHello() throws IOException {
    for (int longer = -1; longer <= 1; longer++) {
      for (Opcode opcode : Opcode.values()) {
        try (Socket socket = socket()) {
          byte[] greeting = socket.getInputStream().readNBytes(GREETING_BYTES);
          byte[] proof = Token.NONE.proof(Arrays.copyOfRange(greeting, 24, 56));
          byte[] hello = FrameStream.buffer(40).putLong(9).put(proof).array();
          new FrameStream(socket)
              .write(opcode, 0, Arrays.copyOf(hello, hello.length + longer), NOTHING, 0, 0);
          socket.shutdownOutput();
          boolean right = opcode == Opcode.HELLO && longer == 0;
          assertThat(drain(socket).length > 0).as("%s %d", opcode, longer).isEqualTo(right);
        }
      }
    }
  }

  /** The time for the hello is up at once for all its bytes, however they are spread. */
  @Test
  void whoTalksSlowlyIsShownTheDoorToo() throws Exception {
    restart(new MemoryBoard(), new ServerLimits(3, HELLO_MILLIS, 10_000));
    try (Socket socket = socket()) {
      byte[] greeting = socket.getInputStream().readNBytes(GREETING_BYTES);
      byte[] proof = Token.NONE.proof(Arrays.copyOfRange(greeting, 24, 56));
      ByteBuffer hello = FrameStream.buffer(24 + 40 + 4);
      hello.putInt(0x50424653).putInt(2 | 2 << 8).putLong(0).putInt(40).putInt(0);
      hello.putLong(9).put(proof);
      CRC32C sum = new CRC32C();
      sum.update(hello.array(), 0, hello.position());
      hello.putInt((int) sum.getValue());
      for (byte next : hello.array()) {
        Thread.sleep(HELLO_MILLIS / 10);
        write(socket, next);
      }
      assertThat(drain(socket)).isEmpty();
      assertThat(server.connections()).isZero();
    }
  }

  private static void write(Socket socket, int next) throws IOException {
    try {
      socket.getOutputStream().write(next);
    } catch (SocketException e) {
      assertThat(e.getMessage()).containsAnyOf("reset", "Broken pipe");
    }
  }

  /** The time for the hello is over long ago, that for silence is not, and then it is. */
  @Test
  void whoIsAdmittedMayBeSilentForAWhile() throws Exception {
    restart(new MemoryBoard(), new ServerLimits(3, HELLO_MILLIS, 1500));
    try (TcpConnection connection = open()) {
      Thread.sleep(HELLO_MILLIS + 500);
      connection.send(Opcode.READ_REGISTERS, pair(0, 1));
      assertThat(connection.receive().length()).isEqualTo(4);
      assertThat(server.connections()).isOne();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (server.connections() > 0 && System.nanoTime() < end) {
        Thread.sleep(20);
      }
      assertThat(server.connections()).isZero();
    }
  }

  /** Whoever sees the end of a connection can have the only place at once. */
  @Test
  void aPlaceIsFreeBeforeItsConnectionEnds() throws IOException {
    restart(new MemoryBoard(), new ServerLimits(1, 10_000, 10_000));
    for (int i = 0; i < 500; i++) {
      try (Socket socket = socket()) {
        socket.shutdownOutput();
        assertThat(drain(socket)).as("connection %d", i).hasSize(GREETING_BYTES);
      }
    }
  }

  /** What was accepted while the server closed does not live on. */
  @Test
  void nobodyIsServedByAClosedServer() throws Exception {
    for (int i = 0; i < 100; i++) {
      restart(new MemoryBoard(), new ServerLimits(3, 10_000, 10_000));
      try (Socket socket = socket()) {
        server.close();
        assertThat(drain(socket).length).isIn(0, GREETING_BYTES);
      }
    }
  }

  /** An address that is not of this machine: the token is missed before anything is opened. */
  @Test
  void onlyLoopbackDoesWithoutAToken() {
    InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.1", 0);
    ServerLimits limits = ServerLimits.STANDARD;
    MemoryBoard board = new MemoryBoard();
    assertThatThrownBy(() -> new BoardServer(board, elsewhere, Token.NONE, limits))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("listening on 192.0.2.1 lets others in");
    try (BoardServer local =
        new BoardServer(board, new InetSocketAddress("localhost", 0), Token.NONE, limits)) {
      assertThat(local.port()).isPositive();
    }
  }
}
