package io.samforge.host.board.tcp;

import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardWait;
import java.io.IOException;
import java.net.Socket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/** Serves one connection until it ends. */
final class ServerConnection implements Runnable {
  private static final int CHALLENGE_BYTES = 32;
  private static final int PROOF_BYTES = 32;
  private static final int MOST_REGISTERS = 1 << 14;

  /** After so long a wait answers, so that a client that is gone does not hold the thread. */
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final byte[] NOTHING = {};

  private final Socket socket;
  private final BoardServer server;
  private final FrameStream frames;
  private final long since;
  private volatile boolean admitted;
  private byte[] data = NOTHING;

  ServerConnection(Socket socket, BoardServer server, FrameStream frames, long since) {
    this.socket = socket;
    this.server = server;
    this.frames = frames;
    this.since = since;
  }

  /** Ends a connection that has not proven its token in time. */
  void closeIfLate() {
    long limit = TimeUnit.MILLISECONDS.toNanos(server.limits().helloMillis());
    if (!admitted && System.nanoTime() - since > limit) {
      end();
    }
  }

  /** Ends the connection. */
  void end() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket cannot be closed", e);
    }
  }

  @Override
  public void run() {
    try {
      frames.timeout(server.limits().helloMillis());
      long lease = greet();
      if (lease >= 0) {
        try {
          serve();
        } finally {
          server.lease().leave();
        }
      }
    } catch (IOException | BufferUnderflowException e) {
      // The other side is gone or talks nonsense: there is nobody to tell.
      admitted = false;
    } finally {
      // Its place is free before the other side sees the end, and may come again.
      server.remove(this);
      end();
    }
  }

  /** Returns the number of the lease, or -1 when the client was refused. */
  private long greet() throws IOException {
    byte[] challenge = new byte[CHALLENGE_BYTES];
    new SecureRandom().nextBytes(challenge);
    frames.write(Opcode.CHALLENGE, 0, challenge);
    FrameStream.Frame frame = frames.read();
    if (frame.opcode() != Opcode.HELLO || frame.length() != Long.BYTES + PROOF_BYTES) {
      throw new ProtocolException("no hello");
    }
    ByteBuffer fields = frames.fields(frame);
    long session = fields.getLong();
    byte[] proof = new byte[PROOF_BYTES];
    fields.get(proof);
    if (!server.token().proven(challenge, proof)) {
      refuse(frame.sequence(), 0, "the token is missing or wrong; name its file with ?token-file=");
      return -1;
    }
    long lease = server.lease().enter(session);
    if (lease < 0) {
      refuse(frame.sequence(), 0, "the board is in use by another client");
      return -1;
    }
    admitted = true;
    frames.admit();
    frames.timeout(server.limits().idleMillis());
    byte[] config = server.board().info().configText().getBytes(StandardCharsets.UTF_8);
    ByteBuffer head = FrameStream.buffer(3 * Long.BYTES + config.length);
    head.putLong(server.incarnation()).putLong(lease);
    head.putLong(server.board().memoryBytes()).put(config);
    frames.write(Opcode.DONE, frame.sequence(), head.array());
    return lease;
  }

  private void serve() throws IOException {
    for (long due = 1; ; due++) {
      FrameStream.Frame frame = frames.read();
      if (frame.sequence() != due) {
        throw new ProtocolException("request %d where %d was due".formatted(frame.sequence(), due));
      }
      try {
        answer(frame);
      } catch (BoardFault fault) {
        refuse(due, fault.kind().ordinal() + 1, fault.getMessage());
      } catch (DeviceException | IllegalArgumentException e) {
        refuse(due, 0, e.getMessage());
      }
    }
  }

  private void answer(FrameStream.Frame frame) throws IOException {
    Board board = server.board();
    ByteBuffer fields = frames.fields(frame);
    byte[] head = NOTHING;
    int dataBytes = 0;
    switch (frame.opcode()) {
      case WRITE -> {
        long address = fields.getLong();
        board.writeMemory(address, frames.payload(), fields.position(), fields.remaining());
      }
      case READ -> {
        long address = fields.getLong();
        dataBytes = readLength(fields.getInt());
        board.readMemory(address, data, 0, dataBytes);
      }
      case CHECKSUM -> {
        long address = fields.getLong();
        int length = fields.getInt();
        board.info().checkRange(address, length);
        head = FrameStream.buffer(Integer.BYTES).putInt(board.checksum(address, length)).array();
      }
      case WRITE_REGISTER -> {
        int offset = fields.getInt();
        board.writeRegister(offset, fields.getInt());
      }
      case READ_REGISTERS -> {
        int offset = fields.getInt();
        head = registers(board, offset, fields.getInt());
      }
      case WAIT -> head = await(board, fields.getLong());
      case RESET -> board.reset();
      default -> throw new ProtocolException("no request: " + frame.opcode());
    }
    frames.write(Opcode.DONE, frame.sequence(), head, data, 0, dataBytes);
  }

  private int readLength(int length) {
    if (length < 0 || length > FrameStream.MOST_DATA) {
      throw new IllegalArgumentException(
          "a read of %d bytes; allowed: at most %d".formatted(length, FrameStream.MOST_DATA));
    }
    if (data.length < length) {
      data = new byte[length];
    }
    return length;
  }

  private static byte[] registers(Board board, int offset, int count) {
    if (count < 1 || count > MOST_REGISTERS) {
      throw new IllegalArgumentException("%d registers; allowed: 1 to 16384".formatted(count));
    }
    ByteBuffer values = FrameStream.buffer(Integer.BYTES * count);
    values.asIntBuffer().put(board.readRegisters(offset, count));
    return values.array();
  }

  private byte[] await(Board board, long cycles) {
    if (cycles < 1) {
      throw new IllegalArgumentException("a wait of %d cycles".formatted(cycles));
    }
    long start = System.nanoTime();
    long passed = 0;
    boolean raised = false;
    while (!raised && passed < cycles && System.nanoTime() - start < WAIT_NANOS) {
      if (server.closed()) {
        throw new BoardFault(BoardFault.Kind.DISCONNECTED, "the server stops");
      }
      BoardWait wait = board.waitInterrupt(Math.min(Board.WAIT_SLICE, cycles - passed));
      raised = wait.raised();
      passed += Math.max(1, wait.cycles());
    }
    return FrameStream.buffer(1 + Long.BYTES).put((byte) (raised ? 1 : 0)).putLong(passed).array();
  }

  private void refuse(long sequence, int kind, String message) throws IOException {
    byte[] text = String.valueOf(message).getBytes(StandardCharsets.UTF_8);
    int most = Math.min(text.length, FrameStream.MOST_BEFORE_HELLO - 1);
    frames.write(Opcode.ERROR, sequence, new byte[] {(byte) kind}, text, 0, most);
  }
}
