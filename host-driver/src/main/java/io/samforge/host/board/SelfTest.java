package io.samforge.host.board;

import io.samforge.arch.UserError;
import io.samforge.host.DeviceException;
import io.samforge.host.RunCounters;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Tests of a board that needs no model: every address line, memory filled with noise, layers with
 * known answers. Overwrites device memory.
 *
 * @param board the board
 * @param report hears what passed, a line each
 */
public record SelfTest(Board board, Consumer<String> report) {
  private static final int PART = 1 << 20;
  private static final long SEED = 20;
  private static final double NANOS = 1e9;

  /**
   * Runs all tests.
   *
   * @param bytes how much memory is filled from address 0
   * @throws DeviceException at the first thing that is wrong
   * @throws UserError for hardware that computes with floats
   */
  public void run(long bytes) {
    if (board.info().config().isFp32()) {
      throw new UserError(
          "%s: its arithmetic is FP32; allowed here: HYBRID, which layers have known answers for"
              .formatted(board.info().url()));
    }
    addressLines();
    noise(bytes);
    for (KnownAnswer answer : KnownAnswer.all(board.info().config(), new Random(SEED))) {
      RunCounters counters = answer.check(board);
      report.accept(
          "layer %d x %d -> %d: as the golden model, %d cycles"
              .formatted(
                  answer.codes().length,
                  answer.codes()[0].length,
                  answer.expected()[0].length,
                  counters.cycles()));
    }
  }

  /**
   * Writes to every power of two: an address line that is stuck shows as one overwriting another.
   */
  private void addressLines() {
    long end = board.memoryBytes();
    for (long address = 1; address < end; address *= 2) {
      board.writeMemory(address, mark(address));
    }
    board.writeMemory(0, mark(0));
    int lines = 0;
    for (long address = 1; address < end; address *= 2, lines++) {
      compare(address, mark(address), board.readMemory(address, 1));
    }
    report.accept("address lines: %d work".formatted(lines));
  }

  private static byte[] mark(long address) {
    return new byte[] {(byte) (0xa5 + Long.numberOfTrailingZeros(address))};
  }

  private void noise(long bytes) {
    byte[] part = new byte[PART];
    long start = System.nanoTime();
    Random writing = new Random(SEED);
    for (long at = 0; at < bytes; at += PART) {
      writing.nextBytes(part);
      board.writeMemory(at, part, 0, length(bytes, at));
    }
    Random reading = new Random(SEED);
    for (long at = 0; at < bytes; at += PART) {
      reading.nextBytes(part);
      int length = length(bytes, at);
      compare(at, Arrays.copyOf(part, length), board.readMemory(at, length));
    }
    double seconds = (System.nanoTime() - start) / NANOS;
    report.accept(
        "memory: %d KiB of noise written and read in %.1f s".formatted(bytes >> 10, seconds));
  }

  private static int length(long bytes, long at) {
    return (int) Math.min(PART, bytes - at);
  }

  private void compare(long address, byte[] expected, byte[] found) {
    int wrong = Arrays.mismatch(expected, found);
    if (wrong >= 0) {
      throw new DeviceException(
          "%s: the byte at 0x%x is 0x%02x; written was 0x%02x"
              .formatted(board.info(), address + wrong, found[wrong], expected[wrong]));
    }
  }
}
