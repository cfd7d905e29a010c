package io.samforge.host.board.device;

import io.samforge.host.DeviceException;
import java.io.IOException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Registers and a contiguous buffer, both mapped into this process. */
final class UioAccess implements DeviceAccess {
  private final MappedDevice registers;
  private final MappedDevice memory;

  /** Nobody touches memory that is no longer mapped: that would end the process. */
  private final ReadWriteLock mapped = new ReentrantReadWriteLock();

  private boolean closed;

  UioAccess(MappedDevice registers, MappedDevice memory) {
    this.registers = registers;
    this.memory = memory;
  }

  private <T> T whileMapped(Supplier<T> work) {
    mapped.readLock().lock();
    try {
      if (closed) {
        throw new DeviceException("the board is closed");
      }
      return work.get();
    } finally {
      mapped.readLock().unlock();
    }
  }

  @Override
  public void write(long address, byte[] bytes, int offset, int length) {
    whileMapped(
        () -> {
          memory.write(address, bytes, offset, length);
          return null;
        });
  }

  @Override
  public void read(long address, byte[] bytes, int offset, int length) {
    whileMapped(
        () -> {
          memory.read(address, bytes, offset, length);
          return null;
        });
  }

  @Override
  public void writeRegister(int offset, int value) {
    whileMapped(
        () -> {
          registers.putWord(offset, value);
          return null;
        });
  }

  @Override
  public int readRegister(int offset) {
    return whileMapped(() -> registers.word(offset));
  }

  @Override
  public void close() throws IOException {
    mapped.writeLock().lock();
    try {
      closed = true;
      registers.close();
      memory.close();
    } finally {
      mapped.writeLock().unlock();
    }
  }
}
