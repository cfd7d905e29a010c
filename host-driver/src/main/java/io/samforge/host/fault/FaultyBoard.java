package io.samforge.host.fault;

import io.samforge.arch.register.Register;
import io.samforge.host.BoardFault;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardInfo;
import io.samforge.host.board.BoardWait;
import io.samforge.host.fault.FaultKind.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A board that fails with some probability at every operation, until it has failed often enough.
 * Checksums are never wrong by themselves: a checksum that agrees by chance with damaged bytes is
 * one case in 4 billion.
 */
public final class FaultyBoard implements Board {
  private static final int REGISTER_USES = 5;
  private static final int BROKEN_OF = 6;
  private static final int SLOW_MILLIS = 2;
  private static final long STALE_CYCLES = 256;
  private static final long FOREVER = Long.MAX_VALUE / 2;

  private final Board board;
  private final FaultLedger ledger;
  private final Random random;
  private final double probability;
  private final int most;

  /** A transfer of this thread that is still under way, or nothing. */
  private final ThreadLocal<Runnable> delayed = new ThreadLocal<>();

  /** Set when the interrupt of the running program must not be, or is not to be, seen. */
  private final AtomicBoolean silent = new AtomicBoolean();

  private final AtomicBoolean noisy = new AtomicBoolean();

  /**
   * Makes a board unreliable.
   *
   * @param board closed with this one
   * @param ledger is told of every fault
   * @param probability of a fault in an operation that can meet one, 0..1
   * @param most faults that can be noticed in all
   */
  public FaultyBoard(Board board, FaultLedger ledger, Random random, double probability, int most) {
    this.board = board;
    this.ledger = ledger;
    this.random = random;
    this.probability = probability;
    this.most = most;
  }

  /** Returns what goes wrong now, or null. */
  private synchronized FaultKind fault(Operation operation) {
    // Every transfer comes with many uses of registers; they shall not meet nearly all faults.
    boolean register =
        operation == Operation.REGISTER_READ || operation == Operation.REGISTER_WRITE;
    double likely = register ? probability / REGISTER_USES : probability;
    if (ledger.injected() >= most || !ledger.free() || random.nextDouble() >= likely) {
      return null;
    }
    boolean connection = random.nextInt(BROKEN_OF) == 0;
    List<FaultKind> kinds =
        Arrays.stream(FaultKind.values())
            .filter(kind -> kind.befalls(operation))
            .filter(kind -> connection || kind != FaultKind.BROKEN_CONNECTION)
            .toList();
    if (kinds.isEmpty()) {
      return null;
    }
    FaultKind kind = kinds.get(random.nextInt(kinds.size()));
    ledger.inject(kind);
    if (kind == FaultKind.BROKEN_CONNECTION) {
      throw new BoardFault(
          BoardFault.Kind.DISCONNECTED, info() + ": the connection failed on purpose");
    }
    return kind;
  }

  private synchronized int anyBelow(int bound) {
    return random.nextInt(bound);
  }

  /** What was delayed happens behind the operation after it. */
  private void flush() {
    Runnable late = delayed.get();
    if (late != null) {
      delayed.remove();
      late.run();
    }
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
    flush();
    FaultKind kind = length == 0 ? null : fault(Operation.WRITE);
    if (kind == FaultKind.DROPPED_WRITE && holds(address, bytes, offset, length)) {
      kind = FaultKind.CORRUPTED_WRITE;
    }
    if (kind == FaultKind.DELAYED_WRITE && !holds(address, bytes, offset, length)) {
      byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
      delayed.set(() -> board.writeMemory(address, copy, 0, length));
    } else if (kind == FaultKind.CORRUPTED_WRITE || kind == FaultKind.DELAYED_WRITE) {
      byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
      copy[anyBelow(length)] ^= (byte) (1 << anyBelow(8));
      board.writeMemory(address, copy, 0, length);
    } else if (kind != FaultKind.DROPPED_WRITE) {
      board.writeMemory(address, bytes, offset, length);
      if (kind == FaultKind.DUPLICATED_WRITE) {
        board.writeMemory(address, bytes, offset, length);
      }
    }
  }

  /** A write that changes nothing cannot be missed, so dropping it would be no fault. */
  private boolean holds(long address, byte[] bytes, int offset, int length) {
    byte[] found = board.readMemory(address, length);
    return Arrays.equals(found, 0, length, bytes, offset, offset + length);
  }

  @Override
  public void readMemory(long address, byte[] bytes, int offset, int length) {
    FaultKind kind = length == 0 ? null : fault(Operation.READ);
    byte[] before = Arrays.copyOfRange(bytes, offset, offset + length);
    board.readMemory(address, bytes, offset, length);
    boolean same = Arrays.equals(bytes, offset, offset + length, before, 0, length);
    if (kind == FaultKind.DROPPED_READ && !same) {
      System.arraycopy(before, 0, bytes, offset, length);
    } else if (kind == FaultKind.CORRUPTED_READ || kind == FaultKind.DROPPED_READ) {
      bytes[offset + anyBelow(length)] ^= (byte) (1 << anyBelow(8));
    } else if (kind == FaultKind.SLOW_READ) {
      pause();
    }
    flush();
  }

  private static void pause() {
    try {
      Thread.sleep(SLOW_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int checksum(long address, int length) {
    int sum = board.checksum(address, length);
    flush();
    return sum;
  }

  @Override
  public void writeRegister(int offset, int value) {
    if (offset == Register.CONTROL.offset()) {
      command(value);
      return;
    }
    FaultKind kind = fault(Operation.REGISTER_WRITE);
    if (kind == FaultKind.DROPPED_REGISTER_WRITE && board.readRegister(offset) != value) {
      return;
    }
    boolean wrong =
        kind == FaultKind.CORRUPTED_REGISTER_WRITE || kind == FaultKind.DROPPED_REGISTER_WRITE;
    // The lowest bit is one that every register has.
    board.writeRegister(offset, wrong ? value ^ 1 : value);
  }

  private void command(int value) {
    boolean starts = Register.CONTROL.field("START").extract(value) == 1;
    FaultKind kind = fault(starts ? Operation.COMMAND : Operation.ANY);
    if (kind != FaultKind.HUNG_ACCELERATOR) {
      board.writeRegister(Register.CONTROL.offset(), value);
    }
    if (kind == FaultKind.RESET) {
      board.reset();
    }
    silent.set(kind == FaultKind.HUNG_ACCELERATOR || kind == FaultKind.RESET);
    noisy.set(kind == FaultKind.FALSE_INTERRUPT);
  }

  @Override
  public int readRegister(int offset) {
    return readRegisters(offset, 1)[0];
  }

  @Override
  public int[] readRegisters(int offset, int count) {
    FaultKind kind = fault(Operation.REGISTER_READ);
    int[] values = board.readRegisters(offset, count);
    if (kind == FaultKind.CORRUPTED_REGISTER_READ) {
      values[anyBelow(count)] ^= 1 << anyBelow(Integer.SIZE);
    }
    return values;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A program that cannot end is given up soon: nobody gains by waiting for it. If the interrupt
   * of an earlier one is still up, that is seen.
   */
  @Override
  public BoardWait waitInterrupt(long cycles) {
    if (noisy.getAndSet(false)) {
      return new BoardWait(true, 0);
    }
    if (silent.get()) {
      BoardWait wait = board.waitInterrupt(Math.min(cycles, STALE_CYCLES));
      return wait.raised() ? wait : new BoardWait(false, FOREVER);
    }
    if (fault(Operation.WAIT) != null) {
      return new BoardWait(false, FOREVER);
    }
    return board.waitInterrupt(cycles);
  }

  @Override
  public void reset() {
    board.reset();
    silent.set(false);
    noisy.set(false);
  }

  @Override
  public void close() {
    board.close();
  }
}
