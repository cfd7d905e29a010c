package io.samforge.host.board.tcp;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Frames over a socket: a header of 24 bytes, the payload, and the CRC-32C of both, little-endian.
 *
 * <pre>
 * 0   4  the letters SFBP
 * 4   1  version of the protocol, 2
 * 5   1  opcode
 * 6   2  0
 * 8   8  sequence number: of a request one more than that of the request before
 * 16  4  bytes of payload
 * 20  4  0
 * </pre>
 *
 * <p>The payload of a frame that was read is valid until the next one is read. One thread reads and
 * one writes.
 */
final class FrameStream implements Closeable {
  static final int VERSION = 2;
  static final int HEADER_BYTES = 24;
  static final int SUM_BYTES = 4;

  /** Most bytes of memory contents in a frame. */
  static final int MOST_DATA = 1 << 20;

  /** Most bytes of payload: memory contents and what goes before them. */
  static final int MOST_PAYLOAD = MOST_DATA + 16;

  /** Most bytes of payload before a client has been admitted. */
  static final int MOST_BEFORE_HELLO = 4096;

  /** Room of the socket each way: a side that waits for its processor finds work for a while. */
  private static final int SOCKET_BYTES = 1 << 20;

  private static final int MAGIC = 0x50424653;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final ByteBuffer readHeader = buffer(HEADER_BYTES + SUM_BYTES);
  private byte[] writeBuffer = new byte[MOST_BEFORE_HELLO];
  private byte[] payload = new byte[0];
  private int mostPayload = MOST_BEFORE_HELLO;

  /** What was read last, without its payload. */
  record Frame(Opcode opcode, long sequence, int length) {}

  FrameStream(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    socket.setTcpNoDelay(true);
    socket.setSendBufferSize(SOCKET_BYTES);
    socket.setReceiveBufferSize(SOCKET_BYTES);
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** From now on frames may have full size. */
  void admit() {
    mostPayload = MOST_PAYLOAD;
  }

  /** How long {@link #read} waits for the next byte, in milliseconds. */
  void timeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /** Writes a frame whose payload are two parts, and both at once to the socket. */
  void write(Opcode opcode, long sequence, byte[] head, byte[] data, int offset, int length)
      throws IOException {
    int size = HEADER_BYTES + head.length + length + SUM_BYTES;
    if (writeBuffer.length < size) {
      writeBuffer = new byte[size];
    }
    ByteBuffer frame = ByteBuffer.wrap(writeBuffer).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(MAGIC).put((byte) VERSION).put((byte) opcode.code()).putShort((short) 0);
    frame.putLong(sequence).putInt(head.length + length).putInt(0);
    frame.put(head).put(data, offset, length);
    CRC32C sum = new CRC32C();
    sum.update(writeBuffer, 0, size - SUM_BYTES);
    frame.putInt((int) sum.getValue());
    out.write(writeBuffer, 0, size);
  }

  void write(Opcode opcode, long sequence, byte[] head) throws IOException {
    write(opcode, sequence, head, head, 0, 0);
  }

  /**
   * Reads a frame.
   *
   * @throws ProtocolException when these bytes are none, or too many
   * @throws EOFException when the other side has closed the connection
   */
  Frame read() throws IOException {
    fill(readHeader.array(), HEADER_BYTES);
    int magic = readHeader.getInt(0);
    int version = readHeader.get(4);
    if (magic != MAGIC || version != VERSION) {
      throw new ProtocolException(
          "no frame of protocol version %d: it begins with %08x, version %d"
              .formatted(VERSION, magic, version));
    }
    int length = readHeader.getInt(16);
    if (length < 0 || length > mostPayload) {
      throw new ProtocolException(
          "a frame of %d bytes; allowed: at most %d"
              .formatted(Integer.toUnsignedLong(length), mostPayload));
    }
    if (payload.length < length) {
      payload = new byte[length];
    }
    fill(payload, length);
    CRC32C sum = new CRC32C();
    sum.update(readHeader.array(), 0, HEADER_BYTES);
    sum.update(payload, 0, length);
    fill(readHeader.array(), HEADER_BYTES, SUM_BYTES);
    if (readHeader.getInt(HEADER_BYTES) != (int) sum.getValue()) {
      throw new ProtocolException("a frame with a wrong checksum");
    }
    int code = readHeader.get(5) & 0xff;
    Opcode opcode =
        Opcode.of(code).orElseThrow(() -> new ProtocolException("unknown opcode " + code));
    if (readHeader.getShort(6) != 0 || readHeader.getInt(20) != 0) {
      throw new ProtocolException("a frame whose reserved bytes are not 0");
    }
    return new Frame(opcode, readHeader.getLong(8), length);
  }

  /** Returns the bytes behind which the payload of the last frame stands; it may be longer. */
  byte[] payload() {
    return payload;
  }

  /** Returns the payload of a frame for reading its fields. */
  ByteBuffer fields(Frame frame) {
    return ByteBuffer.wrap(payload, 0, frame.length()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void fill(byte[] target, int length) throws IOException {
    fill(target, 0, length);
  }

  private void fill(byte[] target, int offset, int length) throws IOException {
    if (in.readNBytes(target, offset, length) < length) {
      throw new EOFException("the other side closed the connection");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
