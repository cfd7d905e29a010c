package io.samforge.host.board;

import io.samforge.host.BoardFault;
import io.samforge.host.Device;
import io.samforge.host.DeviceException;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * A device that can be shared: a simulated accelerator, a card in this machine, or a board behind a
 * server. Every implementation passes {@code io.samforge.host.testing.BoardContract}.
 *
 * <p>All methods may be called by several threads; while one waits for the interrupt the others can
 * move memory. Ranges outside of the memory, and registers outside of the map or not at a multiple
 * of 4, are {@link IllegalArgumentException}s. Every wait ends: what does not answer in time is a
 * {@link BoardFault}. A closed board throws {@link DeviceException}s.
 */
public interface Board extends Device {
  /** Cycles between two reports of a wait to its caller. */
  long WAIT_SLICE = 1 << 16;

  /** Returns what is known of the board without asking its registers. */
  BoardInfo info();

  /** Returns the bytes of device memory; a small board has fewer than a configuration can name. */
  default long memoryBytes() {
    return info().memoryBytes();
  }

  @Override
  void writeMemory(long address, byte[] bytes, int offset, int length);

  @Override
  void readMemory(long address, byte[] bytes, int offset, int length);

  /**
   * Returns the CRC-32C of a range of device memory, computed as near to the memory as can be: a
   * server sums what its own board holds, a card is read back.
   */
  default int checksum(long address, int length) {
    CRC32C sum = new CRC32C();
    byte[] part = new byte[Math.min(length, 1 << 20)];
    for (int done = 0; done < length; done += part.length) {
      int count = Math.min(part.length, length - done);
      readMemory(address + done, part, 0, count);
      sum.update(part, 0, count);
    }
    return (int) sum.getValue();
  }

  /**
   * Waits for the interrupt, which stays up until the program that raised it is cleared or another
   * starts.
   *
   * @param cycles most accelerator cycles to wait for; at least 1
   */
  BoardWait waitInterrupt(long cycles);

  /**
   * Stops whatever runs and takes the accelerator through its reset. Device memory keeps its
   * content where the board allows that.
   *
   * @throws DeviceException when this board cannot be reset by software
   */
  void reset();

  @Override
  default void writeMemory(long address, byte[] bytes) {
    writeMemory(address, bytes, 0, bytes.length);
  }

  @Override
  default byte[] readMemory(long address, int length) {
    byte[] bytes = new byte[length];
    readMemory(address, bytes, 0, length);
    return bytes;
  }

  /**
   * {@inheritDoc}
   *
   * @throws BoardFault of the kind {@link BoardFault.Kind#TIMEOUT} when the budget is used up
   */
  @Override
  default void awaitInterrupt(long cycles, LongConsumer progress) {
    long passed = 0;
    while (passed < cycles) {
      BoardWait wait = waitInterrupt(Math.min(WAIT_SLICE, cycles - passed));
      if (wait.raised()) {
        return;
      }
      passed += Math.max(1, wait.cycles());
      progress.accept(passed);
    }
    throw new BoardFault(
        BoardFault.Kind.TIMEOUT, "%s: no interrupt within %d cycles".formatted(info(), cycles));
  }
}
