package io.samforge.host.board;

import io.samforge.arch.register.Access;
import io.samforge.arch.register.Register;
import io.samforge.host.BoardFault;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * A board whose transfers are checked and repeated: what this board returns is what the memory
 * holds, and what it was given has arrived.
 *
 * <ul>
 *   <li>A write is followed by a checksum of the range it went to.
 *   <li>A read counts when the checksum of its range agrees with what came.
 *   <li>A register is read until two readings agree, and read back after it was written, where it
 *       can be read.
 *   <li>Commands are not repeated: whether one arrived shows in the status of the program.
 * </ul>
 *
 * A repetition helps against noise and broken connections. All other faults are thrown on.
 */
public final class VerifiedBoard implements Board {
  private static final int MOST_ATTEMPTS = 8;

  private final Board board;
  private final Consumer<BoardFault> listener;

  /**
   * Checks the transfers of a board.
   *
   * @param board closed with this one
   * @param listener hears of every fault that a repetition has to repair, in the calling thread
   */
  public VerifiedBoard(Board board, Consumer<BoardFault> listener) {
    this.board = board;
    this.listener = listener;
  }

  @Override
  public BoardInfo info() {
    return board.info();
  }

  @Override
  public long memoryBytes() {
    return board.memoryBytes();
  }

  @Override
  public void writeMemory(long address, byte[] bytes, int offset, int length) {
    int expected = sum(bytes, offset, length);
    repeat(
        () -> {
          board.writeMemory(address, bytes, offset, length);
          int found = board.checksum(address, length);
          if (found != expected) {
            throw corrupted("%d bytes written to %d did not arrive", length, address);
          }
          return found;
        });
  }

  @Override
  public void readMemory(long address, byte[] bytes, int offset, int length) {
    repeat(
        () -> {
          board.readMemory(address, bytes, offset, length);
          int found = board.checksum(address, length);
          if (found != sum(bytes, offset, length)) {
            throw corrupted("%d bytes read from %d came changed", length, address);
          }
          return found;
        });
  }

  @Override
  public int checksum(long address, int length) {
    return repeat(
        () -> {
          int first = board.checksum(address, length);
          if (board.checksum(address, length) != first) {
            throw corrupted("two checksums of %d bytes at %d differ", length, address);
          }
          return first;
        });
  }

  @Override
  public void writeRegister(int offset, int value) {
    if (!readable(offset)) {
      board.writeRegister(offset, value);
      return;
    }
    repeat(
        () -> {
          board.writeRegister(offset, value);
          int found = board.readRegister(offset);
          if (found != value) {
            throw corrupted("register 0x%x reads 0x%x, not as written", offset, found);
          }
          return found;
        });
  }

  private static boolean readable(int offset) {
    return Arrays.stream(Register.values())
        .anyMatch(register -> register.offset() == offset && register.access() == Access.RW);
  }

  @Override
  public int readRegister(int offset) {
    return readRegisters(offset, 1)[0];
  }

  @Override
  public int[] readRegisters(int offset, int count) {
    return repeat(
        () -> {
          int[] first = board.readRegisters(offset, count);
          if (!Arrays.equals(first, board.readRegisters(offset, count))) {
            throw corrupted("two readings of %d registers at 0x%x differ", count, offset);
          }
          return first;
        });
  }

  @Override
  public BoardWait waitInterrupt(long cycles) {
    return board.waitInterrupt(cycles);
  }

  @Override
  public void reset() {
    board.reset();
  }

  @Override
  public void close() {
    board.close();
  }

  private static int sum(byte[] bytes, int offset, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, offset, length);
    return (int) sum.getValue();
  }

  private BoardFault corrupted(String text, Object... values) {
    return new BoardFault(BoardFault.Kind.CORRUPTED, board.info() + ": " + text.formatted(values));
  }

  private <T> T repeat(Supplier<T> transfer) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transfer.get();
      } catch (BoardFault fault) {
        boolean repairable =
            fault.kind() == BoardFault.Kind.CORRUPTED
                || fault.kind() == BoardFault.Kind.DISCONNECTED;
        if (!repairable || attempt == MOST_ATTEMPTS) {
          throw fault;
        }
        listener.accept(fault);
      }
    }
  }
}
