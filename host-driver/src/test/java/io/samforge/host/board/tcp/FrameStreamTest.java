package io.samforge.host.board.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Which bytes are a frame, at every limit, on both ends of one connection. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class FrameStreamTest {
  private static final byte[] NOTHING = {};

  private Socket sender;
  private FrameStream reader;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      sender = new Socket(server.getInetAddress(), server.getLocalPort());
      reader = new FrameStream(server.accept());
      reader.timeout(5000);
    }
  }

  @AfterEach
  void close() throws IOException {
    sender.close();
    reader.close();
  }

  /** Sends a frame of a length and returns what the other end makes of it. */
  private FrameStream.Frame sendAndRead(int length) throws Exception {
    byte[] data = new byte[length];
    Arrays.fill(data, (byte) 7);
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(
            () -> {
              try {
                new FrameStream(sender).write(Opcode.WRITE, 5, NOTHING, data, 0, length);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    FrameStream.Frame frame = reader.read();
    sent.get(5, TimeUnit.SECONDS);
    assertThat(Arrays.copyOf(reader.payload(), length)).isEqualTo(data);
    return frame;
  }

  @Test
  void aStrangerMaySend4096Bytes() throws Exception {
    for (int length : new int[] {0, 1, FrameStream.MOST_BEFORE_HELLO}) {
      assertThat(sendAndRead(length)).isEqualTo(new FrameStream.Frame(Opcode.WRITE, 5, length));
    }
    assertThatThrownBy(() -> sendAndRead(FrameStream.MOST_BEFORE_HELLO + 1))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("a frame of 4097 bytes; allowed: at most 4096");
  }

  @Test
  void aClientMaySendAMebibyteAndItsPlace() throws Exception {
    reader.admit();
    int most = (1 << 20) + 16;
    assertThat(sendAndRead(most).length()).isEqualTo(most);
    assertThatThrownBy(() -> sendAndRead(most + 1))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("a frame of 1048593 bytes; allowed: at most 1048592");
  }

  @Test
  void aLengthBeyond31BitsIsTooLong() throws IOException {
    sender.getOutputStream().write(with(16, 0x80000001));
    assertThatThrownBy(() -> reader.read())
        .isInstanceOf(ProtocolException.class)
        .hasMessage("a frame of 2147483649 bytes; allowed: at most 4096");
  }

  /** A frame of the opcode READ without payload, one word of its header another, its sum right. */
  private static byte[] with(int offset, int value) {
    ByteBuffer frame = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0, 0x50424653).putInt(4, 2 | 4 << 8).putLong(8, 9).putInt(offset, value);
    CRC32C sum = new CRC32C();
    sum.update(frame.array(), 0, 24);
    return frame.putInt(24, (int) sum.getValue()).array();
  }

  private void refuses(int offset, int value, String message) throws IOException {
    close();
    connect();
    sender.getOutputStream().write(with(offset, value));
    assertThatThrownBy(() -> reader.read())
        .isInstanceOf(ProtocolException.class)
        .hasMessage(message);
  }

  /** The sum over these is right: it is the fields alone that make them no frames. */
  @Test
  void everyFieldIsLookedAt() throws IOException {
    sender.getOutputStream().write(with(8, 10));
    assertThat(reader.read()).isEqualTo(new FrameStream.Frame(Opcode.READ, 10, 0));
    refuses(0, 0x50424654, "no frame of protocol version 2: it begins with 50424654, version 2");
    refuses(4, 3 | 4 << 8, "no frame of protocol version 2: it begins with 50424653, version 3");
    refuses(4, 2 | 15 << 8, "unknown opcode 15");
    refuses(4, 2 | 4 << 8 | 1 << 16, "a frame whose reserved bytes are not 0");
    refuses(4, 2 | 4 << 8 | 1 << 31, "a frame whose reserved bytes are not 0");
    refuses(20, 1, "a frame whose reserved bytes are not 0");
    refuses(20, 1 << 31, "a frame whose reserved bytes are not 0");
    byte[] wrongSum = with(8, 10);
    wrongSum[27] ^= (byte) 0x80;
    sender.getOutputStream().write(wrongSum);
    assertThatThrownBy(() -> reader.read()).hasMessage("a frame with a wrong checksum");
  }

  @Test
  void silenceAndTheEndAreTold() throws IOException {
    sender.getOutputStream().write(with(8, 10), 0, 27);
    reader.timeout(50);
    assertThatThrownBy(() -> reader.read()).isInstanceOf(SocketTimeoutException.class);
    sender.close();
    assertThatThrownBy(() -> reader.read()).isInstanceOf(EOFException.class);
  }
}
