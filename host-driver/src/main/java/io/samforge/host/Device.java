package io.samforge.host;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * An accelerator with its memory: simulated, or a board. One thread at a time.
 *
 * <p>Every method throws a {@link DeviceException} when the device does not answer.
 */
public interface Device extends AutoCloseable {
  /** Writes bytes to device memory. */
  void writeMemory(long address, byte[] bytes);

  /** Reads bytes from device memory. */
  byte[] readMemory(long address, int length);

  /** Writes a part of an array to device memory. */
  default void writeMemory(long address, byte[] bytes, int offset, int length) {
    writeMemory(address, Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** Reads device memory into a part of an array. */
  default void readMemory(long address, byte[] bytes, int offset, int length) {
    System.arraycopy(readMemory(address, length), 0, bytes, offset, length);
  }

  /** Writes a register. */
  void writeRegister(int offset, int value);

  /** Reads a register. */
  int readRegister(int offset);

  /**
   * Reads neighbouring registers.
   *
   * @param offset byte offset of the first one
   * @param count how many
   */
  default int[] readRegisters(int offset, int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = readRegister(offset + 4 * i);
    }
    return values;
  }

  /**
   * Waits for the interrupt.
   *
   * @param cycles accelerator cycles after which the wait is given up
   * @param progress told now and then how many cycles have passed, as far as they are known
   */
  void awaitInterrupt(long cycles, LongConsumer progress);

  @Override
  void close();
}
