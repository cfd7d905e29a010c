package io.samforge.host.board.device;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The character devices of the XDMA driver: the offset of a read or write is the address on the
 * card, and each direction has its own channel.
 */
final class XdmaAccess implements DeviceAccess {
  /** One system call moves so much; the driver splits it into descriptors. */
  private static final int MOST = 1 << 22;

  private final Path base;
  private final FileChannel toCard;
  private final FileChannel toHost;
  private final FileChannel user;
  private final ThreadLocal<ByteBuffer> buffer =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 16));

  /** Opens {@code BASE_h2c_0}, {@code BASE_c2h_0} and {@code BASE_user}. */
  XdmaAccess(Path base) throws IOException {
    this.base = base;
    this.toCard = FileChannel.open(Path.of(base + "_h2c_0"), StandardOpenOption.WRITE);
    this.toHost = FileChannel.open(Path.of(base + "_c2h_0"), StandardOpenOption.READ);
    this.user =
        FileChannel.open(
            Path.of(base + "_user"), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public void write(long address, byte[] bytes, int offset, int length) {
    try {
      for (int at = 0; at < length; at += MOST) {
        int count = Math.min(MOST, length - at);
        move(toCard, true, buffer(count).put(bytes, offset + at, count).flip(), address + at);
      }
    } catch (IOException e) {
      throw DeviceBoard.failed(base + "_h2c_0", e);
    }
  }

  @Override
  public void read(long address, byte[] bytes, int offset, int length) {
    try {
      for (int at = 0; at < length; at += MOST) {
        int count = Math.min(MOST, length - at);
        ByteBuffer part = buffer(count);
        move(toHost, false, part, address + at);
        part.flip().get(bytes, offset + at, count);
      }
    } catch (IOException e) {
      throw DeviceBoard.failed(base + "_c2h_0", e);
    }
  }

  private ByteBuffer buffer(int bytes) {
    if (buffer.get().capacity() < bytes) {
      buffer.set(ByteBuffer.allocateDirect(Math.max(bytes, 2 * buffer.get().capacity())));
    }
    return buffer.get().clear().limit(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void move(FileChannel channel, boolean out, ByteBuffer data, long at)
      throws IOException {
    long start = at - data.position();
    while (data.hasRemaining()) {
      long position = start + data.position();
      int moved = out ? channel.write(data, position) : channel.read(data, position);
      if (moved <= 0) {
        throw new EOFException("the device moved nothing at address " + position);
      }
    }
  }

  @Override
  public void writeRegister(int offset, int value) {
    try {
      move(user, true, buffer(Integer.BYTES).putInt(value).flip(), offset);
    } catch (IOException e) {
      throw DeviceBoard.failed(base + "_user", e);
    }
  }

  @Override
  public int readRegister(int offset) {
    try {
      ByteBuffer value = buffer(Integer.BYTES);
      move(user, false, value, offset);
      return value.getInt(0);
    } catch (IOException e) {
      throw DeviceBoard.failed(base + "_user", e);
    }
  }

  @Override
  public void close() throws IOException {
    toCard.close();
    toHost.close();
    user.close();
  }
}
