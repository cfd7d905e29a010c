package io.samforge.host.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.register.Register;
import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import io.samforge.host.fault.FaultLedger;
import io.samforge.host.fault.FaultyBoard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checked transfers over a board that fails in every other operation. */
class VerifiedBoardTest {
  private static final int TRANSFERS = 300;

  private final FaultLedger ledger = new FaultLedger();
  private final MemoryBoard memory = new MemoryBoard();

  @Test
  void whatComesBackIsWhatWasWritten() {
    long seed = Long.getLong("samforge.seed", 4);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    Board faulty = new FaultyBoard(memory, ledger, random, 0.5, Integer.MAX_VALUE);
    Board board = new VerifiedBoard(faulty, ledger::detected);
    byte[] mirror = new byte[1 << 14];
    for (int i = 0; i < TRANSFERS; i++) {
      byte[] bytes = new byte[random.nextInt(2000)];
      random.nextBytes(bytes);
      int at = random.nextInt(mirror.length - bytes.length);
      board.writeMemory(at, bytes);
      ledger.accepted();
      System.arraycopy(bytes, 0, mirror, at, bytes.length);
      int from = random.nextInt(mirror.length - 100);
      assertThat(board.readMemory(from, 100))
          .isEqualTo(Arrays.copyOfRange(mirror, from, from + 100));
      ledger.accepted();
      board.writeRegister(Register.PROGRAM_ADDR.offset(), i);
      ledger.accepted();
      assertThat(board.readRegister(Register.PROGRAM_ADDR.offset())).isEqualTo(i);
      ledger.accepted();
    }
    assertThat(ledger.injected()).isGreaterThan(TRANSFERS);
    assertThat(ledger.missed()).isEmpty();
    assertThat(ledger.detected()).isEqualTo(ledger.injected());
  }

  /** Takes bytes and keeps none. */
  private static final class DeafBoard extends MemoryBoard {
    @Override
    public void writeMemory(long address, byte[] bytes, int offset, int length) {
      info().checkRange(address, length);
    }
  }

  @Test
  void aBoardThatNeverKeepsAByteIsGivenUp() {
    Board deaf = new DeafBoard();
    int[] heard = new int[1];
    Board board = new VerifiedBoard(deaf, fault -> heard[0]++);
    assertThatThrownBy(() -> board.writeMemory(0, new byte[] {5}))
        .isInstanceOf(BoardFault.class)
        .hasMessage("memory:: 1 bytes written to 0 did not arrive");
    assertThat(heard[0]).isEqualTo(7);
  }

  /** Counts what it is asked, and fails in the first of each. */
  private static final class CountedBoard extends MemoryBoard {
    private BoardFault.Kind thrown;
    private boolean lies;
    private int writes;
    private int reads;
    private int sums;

    @Override
    public void writeRegister(int offset, int value) {
      writes++;
      if (thrown != null) {
        throw new BoardFault(thrown, "on purpose");
      }
      super.writeRegister(offset, value);
    }

    @Override
    public int readRegister(int offset) {
      reads++;
      return super.readRegister(offset);
    }

    @Override
    public int checksum(long address, int length) {
      int sum = super.checksum(address, length);
      return lies && sums++ == 0 ? ~sum : sum;
    }
  }

  /** Noise and a broken connection are worth another attempt, nothing else is. */
  @Test
  void onlyWhatHelpsIsRepeated() {
    for (BoardFault.Kind kind : BoardFault.Kind.values()) {
      CountedBoard counted = new CountedBoard();
      counted.thrown = kind;
      List<BoardFault> heard = new ArrayList<>();
      Board board = new VerifiedBoard(counted, heard::add);
      assertThatThrownBy(() -> board.writeRegister(Register.PROGRAM_ADDR.offset(), 1))
          .isInstanceOfSatisfying(BoardFault.class, f -> assertThat(f.kind()).isEqualTo(kind));
      boolean repeated = kind == BoardFault.Kind.CORRUPTED || kind == BoardFault.Kind.DISCONNECTED;
      assertThat(counted.writes).as("%s", kind).isEqualTo(repeated ? 8 : 1);
      assertThat(heard).as("%s", kind).hasSize(repeated ? 7 : 0);
    }
  }

  /** A command that is repeated starts twice, and what cannot be read cannot be read back. */
  @Test
  void aCommandIsWrittenOnceAndNotReadBack() {
    CountedBoard counted = new CountedBoard();
    Board board = new VerifiedBoard(counted, ledger::detected);
    board.writeRegister(Register.CONTROL.offset(), 1);
    assertThat(counted.writes).isOne();
    assertThat(counted.reads).isZero();
    counted.thrown = BoardFault.Kind.DISCONNECTED;
    assertThatThrownBy(() -> board.writeRegister(Register.CONTROL.offset(), 1))
        .isInstanceOf(BoardFault.class);
    assertThat(counted.writes).isEqualTo(2);
  }

  @Test
  void aChecksumCountsWhenItComesTwice() {
    CountedBoard counted = new CountedBoard();
    counted.lies = true;
    List<BoardFault> heard = new ArrayList<>();
    Board board = new VerifiedBoard(counted, heard::add);
    assertThat(board.checksum(0, 100)).isEqualTo(memory.checksum(0, 100));
    assertThat(heard).hasSize(1);
  }

  /** The sum is of the bytes that are meant, not of those before them. */
  @Test
  void aPartOfAnArrayIsChecked() {
    List<BoardFault> heard = new ArrayList<>();
    Board board = new VerifiedBoard(memory, heard::add);
    byte[] bytes = {1, 2, 3, 4, 5, 6};
    board.writeMemory(8, bytes, 2, 3);
    board.readMemory(8, bytes, 0, 3);
    board.readMemory(8, bytes, 3, 2);
    assertThat(bytes).containsExactly(3, 4, 5, 3, 4, 6);
    assertThat(heard).isEmpty();
  }

  @Test
  void theIdentityOfNothingIsRefused() {
    assertThatThrownBy(() -> BoardIdentity.read(memory))
        .isExactlyInstanceOf(DeviceException.class)
        .hasMessageContaining("register ID is 0x00000000; a samforge accelerator has 0x53414d46");
    memory.writeRegister(0, -1);
    assertThatThrownBy(() -> BoardIdentity.read(memory)).hasMessageContaining("the card is gone");
  }
}
