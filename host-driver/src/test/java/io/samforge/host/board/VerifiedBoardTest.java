package io.samforge.host.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.register.Register;
import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import io.samforge.host.fault.FaultLedger;
import io.samforge.host.fault.FaultyBoard;
import java.util.Arrays;
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

  @Test
  void theIdentityOfNothingIsRefused() {
    assertThatThrownBy(() -> BoardIdentity.read(memory))
        .isExactlyInstanceOf(DeviceException.class)
        .hasMessageContaining("register ID is 0x00000000; a samforge accelerator has 0x53414d46");
    memory.writeRegister(0, -1);
    assertThatThrownBy(() -> BoardIdentity.read(memory)).hasMessageContaining("the card is gone");
  }
}
