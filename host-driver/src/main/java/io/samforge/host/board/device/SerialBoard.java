package io.samforge.host.board.device;

import io.samforge.host.DeviceException;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardInfo;
import io.samforge.host.board.BoardWait;
import io.samforge.host.board.SoftwareReset;
import io.samforge.host.uart.UartDevice;
import java.util.Arrays;

/** A small board behind a serial line; one request travels at a time. */
final class SerialBoard implements Board {
  private final BoardInfo info;
  private final UartDevice device;
  private boolean closed;

  /**
   * Makes a board.
   *
   * @param device the bridge, closed with the board
   */
  SerialBoard(BoardInfo info, UartDevice device) {
    this.info = info;
    this.device = device;
  }

  @Override
  public BoardInfo info() {
    return info;
  }

  @Override
  public synchronized void writeMemory(long address, byte[] bytes, int offset, int length) {
    checkMemory(address, length);
    device.writeMemory(address, Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public synchronized void readMemory(long address, byte[] bytes, int offset, int length) {
    checkMemory(address, length);
    System.arraycopy(device.readMemory(address, length), 0, bytes, offset, length);
  }

  private void checkMemory(long address, int length) {
    info.checkRange(address, length);
    requireOpen();
  }

  @Override
  public synchronized void writeRegister(int offset, int value) {
    info.checkRegister(offset);
    requireOpen();
    device.writeRegister(offset, value);
  }

  @Override
  public synchronized int readRegister(int offset) {
    info.checkRegister(offset);
    requireOpen();
    return device.readRegister(offset);
  }

  /** Asks again and again; between two questions other threads get the line. */
  @Override
  public BoardWait waitInterrupt(long cycles) {
    long start = System.nanoTime();
    while (true) {
      boolean raised;
      long passed;
      synchronized (this) {
        requireOpen();
        raised = device.interruptRaised();
        passed = (long) ((System.nanoTime() - start) * 1e-9 * device.clockHz());
      }
      if (raised || passed >= cycles) {
        return new BoardWait(raised, passed);
      }
      // Monitors are not fair: without this a waiting transfer could starve.
      Thread.yield();
    }
  }

  @Override
  public void reset() {
    requireOpen();
    SoftwareReset.of(this);
  }

  private void requireOpen() {
    if (closed) {
      throw new DeviceException(info + ": the board is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      device.close();
    }
  }
}
