package io.samforge.host.board.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.board.MemoryBoard;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the server lets in, and what it survives. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BoardServerTest {
  private static final String SECRET = "a secret of many characters";
  private static final ServerLimits QUICK = new ServerLimits(3, 300, 5_000);
  private static final int FUZZED = 300;

  private final MemoryBoard board = new MemoryBoard();
  private BoardServer server = start(Token.NONE);

  @TempDir private Path folder;

  private BoardServer start(Token token) {
    return new BoardServer(board, new InetSocketAddress("127.0.0.1", 0), token, QUICK);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Board open() {
    return Boards.open("tcp:127.0.0.1:%d?timeout=5".formatted(server.port()));
  }

  private Socket socket() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout(5000);
    return socket;
  }

  /** Reads until the server ends the connection; the number of bytes it sent. */
  private static int drain(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int bytes = 0;
    try {
      while (in.read() >= 0) {
        bytes++;
      }
    } catch (SocketException e) {
      // A connection with unread bytes is reset, which is an end too.
      assertThat(e.getMessage()).contains("reset");
    }
    return bytes;
  }

  @Test
  void beyondLoopbackItWantsAToken() {
    InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
    assertThatThrownBy(() -> new BoardServer(board, everywhere, Token.NONE, QUICK))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "listening on 0.0.0.0 lets others in; give --token-file, or listen on 127.0.0.1");
    assertThatThrownBy(() -> Token.of("short")).isInstanceOf(UserError.class);
    try (BoardServer open = new BoardServer(board, everywhere, Token.of(SECRET), QUICK)) {
      assertThat(open.port()).isPositive();
    }
  }

  @Test
  void onlyWhoKnowsTheTokenGetsIn() throws IOException {
    server.close();
    server = start(Token.of(SECRET));
    assertThatThrownBy(this::open)
        .isExactlyInstanceOf(DeviceException.class)
        .hasMessageContaining("the token is missing or wrong");
    Path file = folder.resolve("token");
    Files.writeString(file, "another secret of characters");
    String url = "tcp:127.0.0.1:%d?token-file=%s".formatted(server.port(), file);
    assertThatThrownBy(() -> Boards.open(url)).hasMessageContaining("missing or wrong");
    Files.writeString(file, SECRET + "\n");
    try (Board opened = Boards.open(url)) {
      assertThat(opened.readRegister(0)).isZero();
    }
  }

  @Test
  void aProofIsOfOneChallengeOnly() throws IOException {
    server.close();
    server = start(Token.of(SECRET));
    byte[] hello = null;
    for (int attempt = 0; attempt < 2; attempt++) {
      try (Socket socket = socket()) {
        byte[] challenge = socket.getInputStream().readNBytes(24 + 32 + 4);
        if (hello == null) {
          byte[] proof = Token.of(SECRET).proof(Arrays.copyOfRange(challenge, 24, 56));
          ByteBuffer payload = FrameStream.buffer(40).putLong(7).put(proof);
          hello = frame(Opcode.HELLO, 0, payload.array());
          socket.getOutputStream().write(hello);
          assertThat(socket.getInputStream().readNBytes(24)[5])
              .isEqualTo((byte) Opcode.DONE.code());
        } else {
          socket.getOutputStream().write(hello);
          assertThat(socket.getInputStream().readNBytes(24)[5])
              .isEqualTo((byte) Opcode.ERROR.code());
        }
      }
    }
  }

  @Test
  void oneClientAtATime() {
    try (Board first = open()) {
      assertThatThrownBy(this::open).hasMessageContaining("in use by another client");
      first.writeRegister(0, 5);
    }
    try (Board next = openWithin(2000)) {
      assertThat(next.readRegister(0)).isEqualTo(5);
    }
  }

  private Board openWithin(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      try {
        return open();
      } catch (DeviceException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aClientWhoseBoardWasLentToAnotherIsTold() throws Exception {
    Board first = open();
    first.writeMemory(0, new byte[] {1});
    // Another server at the same place: its memory may hold anything.
    server.close();
    int port = server.port();
    server = new BoardServer(board, new InetSocketAddress("127.0.0.1", port), Token.NONE, QUICK);
    assertThatThrownBy(() -> first.readMemory(0, 1))
        .isInstanceOfSatisfying(
            BoardFault.class, f -> assertThat(f.kind()).isEqualTo(BoardFault.Kind.DISCONNECTED));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> first.readMemory(0, 1))
          .isInstanceOfSatisfying(
              BoardFault.class, f -> assertThat(f.kind()).isEqualTo(BoardFault.Kind.RESTARTED));
    }
    first.reset();
    assertThat(first.readMemory(0, 1)).containsExactly(1);
    first.close();
  }

  @Test
  void silentStrangersAreShownTheDoor() throws Exception {
    List<Socket> strangers = new ArrayList<>();
    for (int i = 0; i < QUICK.connections(); i++) {
      strangers.add(socket());
    }
    long start = System.nanoTime();
    try (Board late = openWithin(9000)) {
      assertThat(late.readRegister(0)).isZero();
    }
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(10_000);
    for (Socket stranger : strangers) {
      assertThat(drain(stranger)).isEqualTo(60);
      stranger.close();
    }
  }

  @Test
  void thereAreNeverMoreConnectionsThanAllowed() throws Exception {
    server.close();
    server =
        new BoardServer(
            board,
            new InetSocketAddress("127.0.0.1", 0),
            Token.NONE,
            new ServerLimits(QUICK.connections(), 30_000, 30_000));
    List<Socket> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(socket());
    }
    int greeted = 0;
    for (Socket socket : all) {
      greeted += socket.getInputStream().read() < 0 ? 0 : 1;
    }
    assertThat(greeted).isEqualTo(QUICK.connections());
    assertThat(server.connections()).isEqualTo(QUICK.connections());
    for (Socket socket : all) {
      socket.close();
    }
  }

  private static byte[] frame(Opcode opcode, long sequence, byte[] payload) {
    ByteBuffer frame = FrameStream.buffer(24 + payload.length + 4);
    frame
        .putInt(0x50424653)
        .put((byte) FrameStream.VERSION)
        .put((byte) opcode.code())
        .putShort((short) 0);
    frame.putLong(sequence).putInt(payload.length).putInt(0).put(payload);
    CRC32C sum = new CRC32C();
    sum.update(frame.array(), 0, frame.position());
    return frame.putInt((int) sum.getValue()).array();
  }

  /** A connection that has said hello. */
  private Socket admitted(long session) throws IOException {
    Socket socket = socket();
    byte[] challenge = socket.getInputStream().readNBytes(60);
    byte[] proof = Token.NONE.proof(Arrays.copyOfRange(challenge, 24, 56));
    ByteBuffer payload = FrameStream.buffer(40).putLong(session).put(proof);
    socket.getOutputStream().write(frame(Opcode.HELLO, 0, payload.array()));
    byte[] header = socket.getInputStream().readNBytes(24);
    int length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(16);
    socket.getInputStream().readNBytes(length + 4);
    return socket;
  }

  @Test
  void aRepeatedOrDamagedFrameDoesNothing() throws IOException {
    ByteBuffer write = FrameStream.buffer(12).putLong(100).put(new byte[] {1, 2, 3, 4});
    byte[] good = frame(Opcode.WRITE, 1, write.array());
    try (Socket socket = admitted(1)) {
      socket.getOutputStream().write(good);
      assertThat(socket.getInputStream().readNBytes(28)[5]).isEqualTo((byte) Opcode.DONE.code());
      board.writeMemory(100, new byte[4]);
      socket.getOutputStream().write(good);
      assertThat(drain(socket)).isZero();
    }
    for (long number : new long[] {0, 2, -1, 1L << 32 | 1}) {
      try (Socket socket = admitted(1)) {
        socket.getOutputStream().write(frame(Opcode.WRITE, number, write.array()));
        socket.shutdownOutput();
        assertThat(drain(socket)).as("request %d", number).isZero();
      }
    }
    for (int bit = 0; bit < 8 * good.length; bit += 5) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      try (Socket socket = admitted(1)) {
        socket.getOutputStream().write(bad);
        socket.shutdownOutput();
        assertThat(drain(socket)).as("bit %d", bit).isZero();
      }
    }
    assertThat(board.readMemory(100, 4)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void wrongRequestsAreRefusedAndTheConnectionGoesOn() {
    try (TcpConnection connection =
        TcpConnection.open(
            "tcp", new InetSocketAddress("127.0.0.1", server.port()), 9, Token.NONE, 5000)) {
      ByteBuffer far = FrameStream.buffer(12).putLong(Long.MAX_VALUE).putInt(4);
      for (Opcode opcode : List.of(Opcode.READ, Opcode.CHECKSUM)) {
        connection.send(opcode, far.array());
        assertThatThrownBy(connection::receive).hasMessageContaining("lie outside");
      }
      connection.send(Opcode.READ, FrameStream.buffer(12).putLong(0).putInt(1 << 30).array());
      assertThatThrownBy(connection::receive).hasMessageContaining("allowed: at most 1048576");
      connection.send(Opcode.READ_REGISTERS, FrameStream.buffer(8).putInt(0).putInt(-1).array());
      assertThatThrownBy(connection::receive).hasMessageContaining("allowed: 1 to 16384");
      connection.send(Opcode.WAIT, FrameStream.buffer(8).putLong(0).array());
      assertThatThrownBy(connection::receive).hasMessageContaining("a wait of 0 cycles");
      connection.send(Opcode.READ_REGISTERS, FrameStream.buffer(8).putInt(0).putInt(1).array());
      assertThat(connection.receive().length()).isEqualTo(4);
    }
  }

  /** Noise, cut frames, huge lengths, right sums over nonsense: the server goes on serving. */
  @Test
  void fuzzedFramesEndTheirConnectionAndNothingElse() throws IOException {
    long seed = Long.getLong("samforge.seed", 12);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < FUZZED; i++) {
      byte[] payload = new byte[random.nextInt(64)];
      random.nextBytes(payload);
      Opcode opcode = Opcode.values()[random.nextInt(Opcode.values().length)];
      byte[] bytes = frame(opcode, random.nextInt(3), payload);
      switch (random.nextInt(4)) {
        case 0 -> random.nextBytes(bytes);
        case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        case 2 ->
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(16, random.nextInt());
        default -> assertThat(bytes).isNotEmpty();
      }
      try (Socket socket = i % 2 == 0 ? admitted(3) : socket()) {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        drain(socket);
      } catch (SocketException e) {
        assertThat(e.getMessage()).containsAnyOf("reset", "Broken pipe", "shutdown");
      }
    }
    try (Board survivor = openWithin(9000)) {
      survivor.writeMemory(0, new byte[] {9});
      assertThat(survivor.readMemory(0, 1)).containsExactly(9);
    }
    assertThat(server.connections()).isLessThanOrEqualTo(QUICK.connections());
  }
}
