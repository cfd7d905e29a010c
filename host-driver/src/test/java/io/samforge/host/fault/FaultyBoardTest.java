package io.samforge.host.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.register.Register;
import io.samforge.host.BoardFault;
import io.samforge.host.board.BoardWait;
import io.samforge.host.board.MemoryBoard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Every fault that is in the book has happened, and what happened is in the book. */
class FaultyBoardTest {
  private static final int SEEDS = 80;

  /** Neighbouring seeds begin with nearly the same number; multiples of this do not. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private static final int START = Register.CONTROL.field("START").place(1);
  private static final int ADDRESS = Register.PROGRAM_ADDR.offset();

  /** Notes what arrives; the interrupt is up after a start. */
  private static final class NotingBoard extends MemoryBoard {
    private final List<String> events = new ArrayList<>();

    @Override
    public void writeMemory(long address, byte[] bytes, int offset, int length) {
      events.add("write");
      super.writeMemory(address, bytes, offset, length);
    }

    @Override
    public void writeRegister(int offset, int value) {
      events.add(offset == Register.CONTROL.offset() ? "command" : "register");
      super.writeRegister(offset, value);
    }

    @Override
    public BoardWait waitInterrupt(long cycles) {
      return new BoardWait(events.contains("command"), cycles);
    }

    @Override
    public void reset() {
      events.add("reset");
    }
  }

  private final FaultLedger ledger = new FaultLedger();
  private final NotingBoard inner = new NotingBoard();
  private FaultyBoard board;

  /** A board that fails at every operation that can, once. */
  private static FaultyBoardTest withSeed(int seed) {
    FaultyBoardTest one = new FaultyBoardTest();
    one.board = new FaultyBoard(one.inner, one.ledger, new Random(seed * SPREAD), 1, 1);
    return one;
  }

  private FaultKind only() {
    return ledger.byKind().isEmpty() ? null : ledger.byKind().keySet().iterator().next();
  }

  /** Does the same on many boards, and asks of each whether it did what its book says. */
  private static Set<FaultKind> all(
      BiPredicate<FaultyBoardTest, FaultKind> check, ThrowingUse use) {
    Set<FaultKind> met = EnumSet.noneOf(FaultKind.class);
    for (int seed = 0; seed < SEEDS; seed++) {
      FaultyBoardTest one = withSeed(seed);
      boolean broken = false;
      try {
        use.on(one);
      } catch (BoardFault fault) {
        assertThat(fault.kind()).isEqualTo(BoardFault.Kind.DISCONNECTED);
        broken = true;
      }
      FaultKind kind = one.only();
      assertThat(broken)
          .as("seed %d, %s", seed, kind)
          .isEqualTo(kind == FaultKind.BROKEN_CONNECTION);
      assertThat(broken || check.test(one, kind)).as("seed %d, %s", seed, kind).isTrue();
      if (kind != null) {
        met.add(kind);
      }
    }
    return met;
  }

  /** What is done with a board. */
  private interface ThrowingUse {
    void on(FaultyBoardTest test);
  }

  @Test
  void aStartMeetsWhatTheBookSays() {
    Set<FaultKind> met =
        all(
            (test, kind) -> {
              List<String> events = List.copyOf(test.inner.events);
              BoardWait wait = test.board.waitInterrupt(1000);
              boolean raised = wait.raised();
              return switch (kind) {
                // Nobody waits for the rest of the budget.
                case HUNG_ACCELERATOR -> events.isEmpty() && !raised && wait.cycles() > 1000;
                case RESET -> events.equals(List.of("command", "reset"));
                case FALSE_INTERRUPT -> events.equals(List.of("command")) && raised;
                default -> false;
              };
            },
            test -> test.board.writeRegister(Register.CONTROL.offset(), START));
    assertThat(met)
        .containsExactlyInAnyOrder(
            FaultKind.HUNG_ACCELERATOR,
            FaultKind.RESET,
            FaultKind.FALSE_INTERRUPT,
            FaultKind.BROKEN_CONNECTION);
  }

  /** The interrupt of a program that never ran is seen once, before anything else. */
  @Test
  void aFalseInterruptComesBeforeTheProgramEnds() {
    Set<FaultKind> met =
        all(
            (test, kind) -> {
              test.inner.events.clear();
              boolean first = test.board.waitInterrupt(1000).raised();
              boolean second = test.board.waitInterrupt(1000).raised();
              return first == (kind == FaultKind.FALSE_INTERRUPT) && !second;
            },
            test -> test.board.writeRegister(Register.CONTROL.offset(), START));
    assertThat(met).contains(FaultKind.FALSE_INTERRUPT);
  }

  @Test
  void aWaitLosesItsInterruptAndNothingElse() {
    Set<FaultKind> met =
        all(
            (test, kind) -> kind == FaultKind.LOST_INTERRUPT,
            test -> {
              test.inner.events.add("command");
              assertThat(test.board.waitInterrupt(1000).raised()).isFalse();
              // The only fault of this board is over.
              assertThat(test.board.waitInterrupt(1000).raised()).isTrue();
            });
    assertThat(met).containsExactly(FaultKind.LOST_INTERRUPT);
  }

  @Test
  void aRegisterGetsAnotherValueOrNone() {
    Set<FaultKind> met =
        all(
            (test, kind) -> {
              int value = test.inner.readRegister(ADDRESS);
              boolean arrived = test.inner.events.contains("register");
              return kind == null
                  ? value == 6
                  : kind == FaultKind.DROPPED_REGISTER_WRITE
                      ? !arrived && value == 0
                      : arrived && value == 7;
            },
            test -> test.board.writeRegister(ADDRESS, 6));
    assertThat(met).contains(FaultKind.DROPPED_REGISTER_WRITE, FaultKind.CORRUPTED_REGISTER_WRITE);
  }

  /** To drop what the register holds anyway would be no fault, so it is changed. */
  @Test
  void aRegisterThatHoldsTheValueIsChanged() {
    Set<FaultKind> met =
        all(
            (test, kind) -> kind == null == (test.inner.readRegister(ADDRESS) == 0),
            test -> test.board.writeRegister(ADDRESS, 0));
    assertThat(met).contains(FaultKind.DROPPED_REGISTER_WRITE);
  }

  @Test
  void aWriteIsLateChangedLostOrTwice() {
    byte[] bytes = {1, 2, 3};
    Set<FaultKind> met =
        all(
            (test, kind) -> {
              int writes = test.inner.events.size();
              boolean right = Arrays.equals(test.inner.readMemory(64, 3), bytes);
              test.board.checksum(0, 1);
              boolean rightLater = Arrays.equals(test.inner.readMemory(64, 3), bytes);
              return switch (kind) {
                case DROPPED_WRITE -> writes == 0 && !rightLater;
                case CORRUPTED_WRITE -> writes == 1 && !right && !rightLater;
                case DELAYED_WRITE -> writes == 0 && !right && rightLater;
                case DUPLICATED_WRITE -> writes == 2 && right;
                default -> false;
              };
            },
            test -> test.board.writeMemory(64, bytes, 0, 3));
    assertThat(met).hasSize(5).doesNotContain(FaultKind.SLOW_READ);
  }

  /** The last fault that is allowed is the last one. */
  @Test
  void thereAreNoMoreFaultsThanAllowed() {
    FaultyBoard unreliable = new FaultyBoard(inner, ledger, new Random(3), 1, 5);
    for (int i = 0; i < 200; i++) {
      try {
        unreliable.readRegisters(0, 1);
      } catch (BoardFault fault) {
        assertThat(fault.kind()).isEqualTo(BoardFault.Kind.DISCONNECTED);
      }
      ledger.accepted();
    }
    assertThat(ledger.injected()).isEqualTo(5);
    assertThat(ledger.missed().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(5);
    assertThat(ledger.detected()).isZero();
  }

  /** A fault that nobody has injected, or that was seen before, is not counted as detected. */
  @Test
  void aFaultIsDetectedOnce() {
    BoardFault other = new BoardFault(BoardFault.Kind.CORRUPTED, "a real one");
    ledger.detected(other);
    assertThat(ledger.detected()).isZero();
    ledger.inject(FaultKind.DROPPED_READ);
    assertThat(ledger.free()).isFalse();
    ledger.detected(other);
    ledger.detected(other);
    ledger.accepted();
    assertThat(ledger.free()).isTrue();
    assertThat(ledger.detected()).isOne();
    assertThat(ledger.missed()).isEmpty();
    ledger.inject(FaultKind.SLOW_READ);
    assertThat(ledger.free()).isTrue();
    assertThat(ledger.injected()).isOne();
  }
}
