package io.samforge.host.board.device;

import io.samforge.arch.register.Register;
import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardInfo;
import io.samforge.host.board.BoardWait;
import io.samforge.host.board.SoftwareReset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What boards behind device files have in common: ranges, the interrupt, the reset. */
final class DeviceBoard implements Board {
  private static final long RESET_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int NANOS_PER_MICRO = 1000;
  private static final int ONE = 1;

  private final BoardInfo info;
  private final DeviceAccess access;
  private final InterruptLine interrupts;
  private final int clockMHz;
  private final Optional<Path> resetFile;
  private final Optional<FileChannel> rearm;
  private boolean closed;

  /**
   * Makes a board of its parts, which are closed with it.
   *
   * @param clockMHz clock of the accelerator, which turns cycles into time
   * @param resetFile a file that resets the accelerator when 1 is written to it
   * @param rearm a file that wants four bytes before it lets another interrupt through
   */
  DeviceBoard(
      BoardInfo info,
      DeviceAccess access,
      InterruptLine interrupts,
      int clockMHz,
      Optional<Path> resetFile,
      Optional<FileChannel> rearm) {
    this.info = info;
    this.access = access;
    this.interrupts = interrupts;
    this.clockMHz = clockMHz;
    this.resetFile = resetFile;
    this.rearm = rearm;
  }

  @Override
  public BoardInfo info() {
    return info;
  }

  @Override
  public void writeMemory(long address, byte[] bytes, int offset, int length) {
    info.checkRange(address, length);
    requireOpen();
    access.write(address, bytes, offset, length);
  }

  @Override
  public void readMemory(long address, byte[] bytes, int offset, int length) {
    info.checkRange(address, length);
    requireOpen();
    access.read(address, bytes, offset, length);
  }

  /** A command that takes the interrupt down takes the line down first: what rises then is new. */
  @Override
  public void writeRegister(int offset, int value) {
    info.checkRegister(offset);
    requireOpen();
    if (offset == Register.CONTROL.offset()) {
      interrupts.clear();
      access.writeRegister(offset, value);
      armInterrupt();
    } else {
      access.writeRegister(offset, value);
    }
  }

  void armInterrupt() {
    rearm.ifPresent(
        channel -> {
          try {
            channel.write(
                ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(ONE)
                    .flip());
          } catch (IOException e) {
            throw failed(info.url(), e);
          }
        });
  }

  @Override
  public int readRegister(int offset) {
    info.checkRegister(offset);
    requireOpen();
    return access.readRegister(offset);
  }

  @Override
  public BoardWait waitInterrupt(long cycles) {
    requireOpen();
    long start = System.nanoTime();
    long nanos = Math.max(SHORTEST_WAIT, cycles * NANOS_PER_MICRO / clockMHz);
    boolean raised = interrupts.await(nanos);
    long passed = (System.nanoTime() - start) * clockMHz / NANOS_PER_MICRO;
    return new BoardWait(raised, raised ? passed : Math.max(cycles, passed));
  }

  @Override
  public void reset() {
    requireOpen();
    if (resetFile.isPresent()) {
      resetThrough(resetFile.get());
    } else {
      SoftwareReset.of(this);
    }
    interrupts.clear();
    armInterrupt();
  }

  private void resetThrough(Path file) {
    try {
      Files.write(file, new byte[] {'1'}, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failed(file.toString(), e);
    }
    long end = System.nanoTime() + RESET_NANOS;
    while (readRegister(Register.STATUS.offset()) != 0
        || readRegister(Register.PROGRAM_COUNT.offset()) != 0) {
      if (System.nanoTime() > end) {
        throw new BoardFault(
            BoardFault.Kind.TIMEOUT, info + ": still in its old state 5 s behind the reset");
      }
      Thread.onSpinWait();
    }
  }

  static DeviceException failed(String what, IOException e) {
    DeviceException failure = new DeviceException(what + ": " + e.getMessage());
    failure.initCause(e);
    return failure;
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new DeviceException(info + ": the board is closed");
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      interrupts.close();
      access.close();
      if (rearm.isPresent()) {
        rearm.get().close();
      }
    } catch (IOException e) {
      throw failed(info.url(), e);
    }
  }
}
