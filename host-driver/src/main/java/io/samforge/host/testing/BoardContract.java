package io.samforge.host.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterMap;
import io.samforge.host.BoardFault;
import io.samforge.host.DeviceException;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardIdentity;
import io.samforge.host.board.KnownAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every board does, whatever the way to it. A test of a transport extends this class. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class BoardContract {
  private static final long SEED = 5;
  private static final int TRANSFERS = 40;

  private final Random random = new Random(Long.getLong("samforge.seed", SEED));
  private Board board;

  /** For classes that extend this one. */
  protected BoardContract() {}

  /** Opens a board of the configuration, fresh from its reset. */
  protected abstract Board open() throws Exception;

  /** Returns the configuration of the board. */
  protected abstract AcceleratorConfig config();

  @BeforeEach
  void openBoard() throws Exception {
    System.out.println("samforge.seed=" + Long.getLong("samforge.seed", SEED));
    board = open();
  }

  @AfterEach
  void closeBoard() {
    board.close();
  }

  @Test
  void itSaysWhatItIs() {
    BoardIdentity identity = BoardIdentity.read(board);
    identity.require(config());
    assertEquals(config().hash(), identity.hashText());
    assertEquals(config().dramBytes(), board.info().memoryBytes());
    RegisterMap.constants(config())
        .forEach((register, value) -> assertEquals(value, board.readRegister(register.offset())));
  }

  @Test
  void memoryHoldsWhatWasWritten() {
    byte[] mirror = new byte[1 << 16];
    random.nextBytes(mirror);
    board.writeMemory(0, mirror);
    for (int i = 0; i < TRANSFERS; i++) {
      int length = random.nextInt(1 << random.nextInt(13));
      int at = random.nextInt(mirror.length - length);
      byte[] part = new byte[length + 7];
      random.nextBytes(part);
      board.writeMemory(at, part, 3, length);
      System.arraycopy(part, 3, mirror, at, length);
    }
    assertArrayEquals(mirror, board.readMemory(0, mirror.length));
    byte[] part = new byte[200];
    board.readMemory(77, part, 10, 180);
    assertArrayEquals(Arrays.copyOfRange(mirror, 77, 257), Arrays.copyOfRange(part, 10, 190));
    assertEquals(0, part[9]);
    assertEquals(0, part[190]);
  }

  @Test
  void theLastBytesAreMemoryAndThoseBehindAreNot() {
    long end = board.info().memoryBytes();
    byte[] last = {1, 2, 3};
    board.writeMemory(end - 3, last);
    assertArrayEquals(last, board.readMemory(end - 3, 3));
    byte[] one = new byte[1];
    assertThrows(IllegalArgumentException.class, () -> board.writeMemory(end, one));
    assertThrows(IllegalArgumentException.class, () -> board.readMemory(end - 2, 3));
    assertThrows(IllegalArgumentException.class, () -> board.readMemory(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> board.checksum(end - 2, 3));
  }

  @Test
  void aLargeTransferArrivesWhole() {
    byte[] large = new byte[(1 << 22) + 12345];
    random.nextBytes(large);
    board.writeMemory(4096, large);
    assertArrayEquals(large, board.readMemory(4096, large.length));
    CRC32C sum = new CRC32C();
    sum.update(large, 0, large.length);
    assertEquals((int) sum.getValue(), board.checksum(4096, large.length));
  }

  @Test
  void registersKeepTheirValues() {
    for (Register register : List.of(Register.PROGRAM_ADDR, Register.PROGRAM_COUNT)) {
      int value = random.nextInt(1 << 16);
      board.writeRegister(register.offset(), value);
      assertEquals(value, board.readRegister(register.offset()));
    }
    int[] values = board.readRegisters(Register.PROGRAM_ADDR.offset(), 2);
    assertEquals(board.readRegister(Register.PROGRAM_ADDR.offset()), values[0]);
    assertEquals(board.readRegister(Register.PROGRAM_COUNT.offset()), values[1]);
    assertThrows(IllegalArgumentException.class, () -> board.readRegister(2));
    assertThrows(
        IllegalArgumentException.class, () -> board.writeRegister(BoardIdentity.REGISTER_BYTES, 0));
  }

  @Test
  void layersGiveKnownAnswers() {
    for (KnownAnswer answer : KnownAnswer.all(config(), random)) {
      assertTrue(answer.check(board).cycles() > 0);
    }
  }

  @Test
  void theInterruptComesAndGoes() {
    assertFalse(board.waitInterrupt(1000).raised());
    KnownAnswer answer = KnownAnswer.all(config(), random).get(0);
    answer.check(board);
    assertTrue(board.waitInterrupt(1000).raised());
    board.writeRegister(
        Register.CONTROL.offset(), Register.CONTROL.field("CLEAR_INTERRUPT").mask());
    assertFalse(board.waitInterrupt(1000).raised());
    BoardFault fault =
        assertThrows(BoardFault.class, () -> board.awaitInterrupt(5000, cycles -> {}));
    assertEquals(BoardFault.Kind.TIMEOUT, fault.kind());
  }

  @Test
  void memoryMovesWhileAThreadWaits() throws Exception {
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> board.waitInterrupt(2_000_000).raised());
    byte[] bytes = new byte[100_000];
    random.nextBytes(bytes);
    board.writeMemory(64, bytes);
    assertArrayEquals(bytes, board.readMemory(64, bytes.length));
    assertFalse(waiting.get(60, TimeUnit.SECONDS));
  }

  @Test
  void aResetStopsAndForgetsTheProgram() {
    KnownAnswer answer = KnownAnswer.all(config(), random).get(0);
    answer.check(board);
    board.reset();
    assertEquals(0, board.readRegister(Register.STATUS.offset()));
    assertEquals(0, board.readRegister(Register.PROGRAM_COUNT.offset()));
    assertFalse(board.waitInterrupt(1000).raised());
    answer.check(board);
  }

  @Test
  void aClosedBoardSaysSo() {
    board.close();
    board.close();
    assertThrows(DeviceException.class, () -> board.readRegister(0));
    assertThrows(DeviceException.class, () -> board.readMemory(0, 4));
  }
}
