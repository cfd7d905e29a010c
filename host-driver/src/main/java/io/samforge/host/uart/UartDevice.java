package io.samforge.host.uart;

import io.samforge.arch.UserError;
import io.samforge.arch.register.Register;
import io.samforge.host.Device;
import io.samforge.host.DeviceException;
import java.util.function.LongConsumer;

/**
 * A board behind a serial line: registers and memory by frames of up to {@value
 * FrameExchange#MAX_WORDS} words (docs/fpga.md, section 3).
 *
 * <p>Damaged and lost frames are repeated; see {@link #repeats}. Memory that the board does not
 * have is refused before anything is sent.
 */
public final class UartDevice implements Device {
  private static final int MAGIC = 0x53465542;
  private static final int VERSION = 1;
  private static final int INTERRUPT_WORD = 16;

  private final SerialLink link;
  private final FrameExchange frames;
  private final long memoryBytes;
  private final int clockHz;

  /**
   * Starts a session: asks the bridge who it is.
   *
   * @throws DeviceException when nothing answers
   * @throws UserError when something else answers, or a bridge of another version
   */
  public UartDevice(SerialLink link) {
    this.link = link;
    frames = new FrameExchange(link);
    link.drain();
    int[] information = frames.exchange(FrameOperation.READ_INFORMATION, 0, new int[4]);
    if (information[0] != MAGIC || information[1] != VERSION) {
      throw new UserError(
          String.format(
              "serial line: the board answers with identity 0x%08x, version %d; allowed:"
                  + " 0x%08x, version %d",
              information[0], information[1], MAGIC, VERSION));
    }
    memoryBytes = Integer.toUnsignedLong(information[2]);
    clockHz = information[3];
  }

  /** Returns the bytes of device memory, 0 for a board without one. */
  public long memoryBytes() {
    return memoryBytes;
  }

  /** Returns the frequency of the board's logic in Hz. */
  public int clockHz() {
    return clockHz;
  }

  /** Returns how many frames had to be repeated. */
  public long repeats() {
    return frames.repeats();
  }

  @Override
  public void writeMemory(long address, byte[] bytes) {
    requireRange(address, bytes.length);
    long first = address & ~3L;
    byte[] whole = bytes;
    int end = Math.toIntExact(address - first) + bytes.length;
    if (first != address || end % 4 != 0) {
      // Only whole words travel: the bytes around are kept as they are.
      whole = readMemory(first, (end + 3) / 4 * 4);
      System.arraycopy(bytes, 0, whole, Math.toIntExact(address - first), bytes.length);
    }
    int total = whole.length / 4;
    for (int done = 0; done < total; done += FrameExchange.MAX_WORDS) {
      int[] words = new int[Math.min(FrameExchange.MAX_WORDS, total - done)];
      for (int i = 0; i < words.length; i++) {
        words[i] = word(whole, 4 * (done + i));
      }
      frames.exchange(FrameOperation.WRITE_MEMORY, first + 4L * done, words);
    }
  }

  @Override
  public byte[] readMemory(long address, int length) {
    requireRange(address, length);
    long first = address & ~3L;
    int skipped = Math.toIntExact(address - first);
    int total = (skipped + length + 3) / 4;
    byte[] whole = new byte[4 * total];
    for (int done = 0; done < total; done += FrameExchange.MAX_WORDS) {
      int count = Math.min(FrameExchange.MAX_WORDS, total - done);
      int[] words = frames.exchange(FrameOperation.READ_MEMORY, first + 4L * done, new int[count]);
      for (int i = 0; i < count; i++) {
        put(whole, 4 * (done + i), words[i]);
      }
    }
    return java.util.Arrays.copyOfRange(whole, skipped, skipped + length);
  }

  @Override
  public void writeRegister(int offset, int value) {
    frames.exchange(FrameOperation.WRITE_REGISTERS, offset, value);
  }

  @Override
  public int readRegister(int offset) {
    return frames.exchange(FrameOperation.READ_REGISTERS, offset, new int[1])[0];
  }

  /**
   * Asks for the interrupt again and again. The cycles of the wait are those of the board's clock
   * in the time that passes.
   */
  @Override
  public void awaitInterrupt(long cycles, LongConsumer progress) {
    long started = System.nanoTime();
    while (true) {
      if (interruptRaised()) {
        return;
      }
      long passed = (long) ((System.nanoTime() - started) * 1e-9 * clockHz);
      progress.accept(passed);
      if (passed > cycles) {
        throw new DeviceException(
            String.format(
                "serial line: no interrupt within %d cycles; STATUS is 0x%08x",
                cycles, readRegister(Register.STATUS.offset())));
      }
    }
  }

  /** Returns whether the interrupt is up. */
  public boolean interruptRaised() {
    int raised = frames.exchange(FrameOperation.READ_INFORMATION, INTERRUPT_WORD, new int[1])[0];
    return (raised & 1) == 1;
  }

  @Override
  public void close() {
    link.close();
  }

  private void requireRange(long address, int length) {
    if (address < 0 || length < 0 || address + length > memoryBytes) {
      throw new UserError(
          String.format(
              "device memory 0x%x to 0x%x: the board has %d bytes",
              address, address + length, memoryBytes));
    }
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  private static void put(byte[] bytes, int at, int word) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (word >> 8 * i);
    }
  }
}
