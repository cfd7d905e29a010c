package io.samforge.host.board.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.host.BoardFault;
import io.samforge.host.board.MemoryBoard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What a client makes of a server that answers wrongly, or not. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class TcpBoardFaultsTest {
  private static final byte[] NOTHING = {};
  private static final int SHORT_MILLIS = 1000;

  /** What a server does with a connection. */
  private interface Script {
    void run(FrameStream frames) throws IOException;
  }

  private int timeoutMillis = 15_000;
  private ServerSocket server;
  private CompletableFuture<Void> served;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Serves one connection, which stays open until the client closes it. */
  private void serve(Script script) {
    served =
        CompletableFuture.runAsync(
            () -> {
              try (FrameStream frames = new FrameStream(server.accept())) {
                script.run(frames);
                frames.timeout(10_000);
                frames.read();
              } catch (IOException e) {
                assertThat(e).hasMessageMatching(".*(closed|reset).*");
              }
            },
            // Never behind the task of another test.
            task -> new Thread(task, "scripted-server").start());
  }

  /** Greets and admits the client, then answers each request by the script. */
  private void admitAnd(Script script) {
    serve(
        frames -> {
          frames.write(Opcode.CHALLENGE, 0, new byte[32]);
          frames.read();
          byte[] config = new MemoryBoard().info().configText().getBytes(StandardCharsets.UTF_8);
          byte[] head =
              FrameStream.buffer(24 + config.length)
                  .putLong(1)
                  .putLong(1)
                  .putLong(1 << 24)
                  .put(config)
                  .array();
          frames.write(Opcode.DONE, 0, head);
          frames.admit();
          script.run(frames);
        });
  }

  private TcpBoard open() {
    return new TcpBoard(
        "tcp",
        new InetSocketAddress("127.0.0.1", server.getLocalPort()),
        Token.NONE,
        timeoutMillis);
  }

  private static void fails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BoardFault.class, f -> assertThat(f.kind()).isEqualTo(BoardFault.Kind.DISCONNECTED))
        .hasMessage("tcp: " + message);
  }

  private void afterWhich(Script script, Consumer<TcpBoard> call, String message) throws Exception {
    admitAnd(script);
    try (TcpBoard board = open()) {
      fails(() -> call.accept(board), message);
      // The connection is of no use any more and ends.
      served.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void theReplyToAnotherRequestIsNone() throws Exception {
    for (long number : new long[] {0, 2, -1}) {
      afterWhich(
          frames -> frames.write(Opcode.DONE, frames.read().sequence() - 1 + number, new byte[4]),
          board -> board.readRegister(0),
          "the connection failed: reply %d came where 1 was due".formatted(number));
    }
  }

  @Test
  void aRequestIsNoReply() throws Exception {
    afterWhich(
        frames -> frames.write(Opcode.READ, frames.read().sequence(), new byte[4]),
        board -> board.readRegister(0),
        "the connection failed: reply 1 came where 1 was due");
  }

  @Test
  void aReplyHasTheLengthThatWasAskedFor() throws Exception {
    for (int length : new int[] {0, 3, 5, 1000}) {
      Script reply =
          frames -> frames.write(Opcode.DONE, frames.read().sequence(), new byte[length]);
      String message = "%d bytes came where 4 were due".formatted(length);
      afterWhich(reply, board -> board.readRegister(0), message);
      afterWhich(reply, board -> board.checksum(0, 10), message);
      afterWhich(reply, board -> board.readMemory(0, 4), message);
    }
  }

  @Test
  void silenceEndsInTime() throws Exception {
    timeoutMillis = SHORT_MILLIS;
    long start = System.nanoTime();
    afterWhich(
        FrameStream::read,
        board -> board.readRegister(0),
        "the connection failed: no answer in time");
    serve(frames -> assertThat(frames).isNotNull());
    fails(this::open, "the connection failed: no answer in time");
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(2L * SHORT_MILLIS);
  }

  @Test
  void aServerBeginsWithItsChallenge() {
    serve(frames -> frames.write(Opcode.DONE, 0, new byte[32]));
    fails(this::open, "unexpected DONE");
    serve(frames -> frames.write(Opcode.ERROR, 0, NOTHING));
    fails(this::open, "unexpected ERROR");
  }

  /** A server that closes silent connections lent its board to somebody else between two calls. */
  @Test
  void whatOthersMayHaveChangedIsNotTakenForOnesOwn() throws Exception {
    try (BoardServer real =
        new BoardServer(
            new MemoryBoard(),
            new InetSocketAddress("127.0.0.1", 0),
            Token.NONE,
            new ServerLimits(3, 5000, 200))) {
      InetSocketAddress place = new InetSocketAddress("127.0.0.1", real.port());
      try (TcpBoard first = new TcpBoard("tcp", place, Token.NONE, 5000)) {
        empty(real);
        assertThatThrownBy(() -> first.readRegister(0)).isInstanceOf(BoardFault.class);
        // Nobody came in between.
        assertThat(first.readRegister(0)).isZero();
        empty(real);
        new TcpBoard("tcp", place, Token.NONE, 5000).close();
        empty(real);
        assertThatThrownBy(() -> first.readRegister(0)).isInstanceOf(BoardFault.class);
        assertThatThrownBy(() -> first.readRegister(0))
            .isInstanceOfSatisfying(
                BoardFault.class, f -> assertThat(f.kind()).isEqualTo(BoardFault.Kind.RESTARTED));
        first.reset();
        assertThat(first.readRegister(0)).isZero();
      }
    }
  }

  /** A reset begins with one connection; those from before are closed. */
  @Test
  void aResetLeavesNoConnectionFromBefore() throws Exception {
    try (BoardServer real =
            new BoardServer(
                new MemoryBoard(),
                new InetSocketAddress("127.0.0.1", 0),
                Token.NONE,
                ServerLimits.STANDARD);
        TcpBoard board =
            new TcpBoard(
                "tcp", new InetSocketAddress("127.0.0.1", real.port()), Token.NONE, 5000)) {
      board.reset();
      board.reset();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (real.connections() > 1 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(real.connections()).isOne();
    }
  }

  private static void empty(BoardServer server) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (server.connections() > 0 && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertThat(server.connections()).isZero();
  }
}
