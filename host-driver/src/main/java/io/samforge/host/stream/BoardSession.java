package io.samforge.host.stream;

import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.program.MemorySegment;
import io.samforge.host.BoardFault;
import io.samforge.host.DeviceControl;
import io.samforge.host.DeviceException;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardIdentity;
import io.samforge.host.board.VerifiedBoard;
import io.samforge.host.run.BufferPlan;
import io.samforge.host.run.CodeListener;
import io.samforge.host.run.DeviceEngine;
import io.samforge.host.run.UnitAttempts;
import io.samforge.host.run.UnitRunner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * A package loaded into a board: weights stay there, several images share them, each in a buffer of
 * its own. While the accelerator computes for one buffer the others are filled and emptied.
 *
 * <p>A unit that meets a fault runs again, from its operands in host memory. Before that, once the
 * other buffers have come to a stop, the board is reset, must still be the right one, and gets
 * again what it has lost. So nothing of a failed attempt survives, and no result of one is used.
 */
public final class BoardSession implements AutoCloseable {
  private final Board board;
  private final DeviceControl control;
  private final RetryPolicy policy;
  private final FaultListener listener;
  private final List<ModelPackage> buffers;

  /** What stays in the memory, by address. */
  private final Map<Long, MemorySegment> resident = new TreeMap<>();

  private final ReadWriteLock recovery = new ReentrantReadWriteLock();
  private int recoveries;

  /**
   * Loads a package.
   *
   * @param board closed with the session
   * @param wantedBuffers images in flight at most; fewer when the memory is too small
   * @throws io.samforge.arch.UserError when the package is for another configuration
   * @throws DeviceException when the board fails
   */
  public BoardSession(
      ModelPackage model,
      Board board,
      int wantedBuffers,
      RetryPolicy policy,
      FaultListener listener) {
    model.requireConfig(board.info().config());
    this.board = policy.verify() ? new VerifiedBoard(board, listener::detected) : board;
    this.policy = policy;
    this.listener = listener;
    this.buffers = new BufferPlan(model, board.memoryBytes()).buffers(wantedBuffers);
    buffers.forEach(
        buffer ->
            buffer.functions().values().stream()
                .flatMap(UnitRunner::resident)
                .forEach(segment -> resident.put(segment.address(), segment)));
    this.control = attempts().of("identity", () -> new DeviceControl(model.config(), this.board));
    attempts().of("weights", this::load);
  }

  private Void load() {
    resident.values().forEach(segment -> board.writeMemory(segment.address(), segment.data()));
    return null;
  }

  /** Returns the number of buffers: images that can be in flight. */
  public int buffers() {
    return buffers.size();
  }

  /** Returns how often the board had to be reset. */
  public int recoveries() {
    recovery.readLock().lock();
    try {
      return recoveries;
    } finally {
      recovery.readLock().unlock();
    }
  }

  /**
   * Returns an engine that computes a function in a buffer. One thread uses a buffer at a time.
   *
   * @param codes sees what the host encodes
   */
  public DeviceEngine engine(int buffer, String function, CodeListener codes) {
    ModelPackage model = buffers.get(buffer);
    UnitRunner runner = new UnitRunner(model, function, board, control);
    return new DeviceEngine(runner, model.function(function), cycles -> {}, attempts(), codes);
  }

  private UnitAttempts attempts() {
    return new UnitAttempts() {
      @Override
      public <T> T of(String unit, Supplier<T> work) {
        return attempt(unit, work);
      }
    };
  }

  private <T> T attempt(String unit, Supplier<T> work) {
    for (int number = 1; ; number++) {
      int seen = 0;
      BoardFault fault;
      recovery.readLock().lock();
      try {
        seen = recoveries;
        T result = work.get();
        listener.accepted();
        return result;
      } catch (BoardFault met) {
        fault = met;
      } finally {
        recovery.readLock().unlock();
      }
      listener.detected(fault);
      if (number >= policy.attempts()) {
        throw new DeviceException(
            "%s failed %d times; the last time: %s".formatted(unit, number, fault.getMessage()));
      }
      recover(seen);
    }
  }

  /** Brings the board back unless another thread has done so since the count was seen. */
  private void recover(int seen) {
    recovery.writeLock().lock();
    try {
      if (recoveries == seen) {
        restore();
        recoveries++;
      }
    } finally {
      recovery.writeLock().unlock();
    }
  }

  private void restore() {
    for (int attempt = 1; ; attempt++) {
      try {
        board.reset();
        BoardIdentity.read(board).require(buffers.get(0).config());
        for (MemorySegment segment : resident.values()) {
          CRC32C sum = new CRC32C();
          sum.update(segment.data(), 0, segment.data().length);
          if (board.checksum(segment.address(), segment.data().length) != (int) sum.getValue()) {
            board.writeMemory(segment.address(), segment.data());
          }
        }
        listener.accepted();
        return;
      } catch (BoardFault fault) {
        listener.detected(fault);
        if (attempt >= policy.attempts()) {
          throw new DeviceException(
              "the board cannot be brought back: %s".formatted(fault.getMessage()));
        }
        pause(attempt);
      }
    }
  }

  /** A server that is being started again needs a moment. */
  private static void pause(int attempt) {
    try {
      Thread.sleep(50L << Math.min(attempt, 6));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException("interrupted while the board was brought back");
    }
  }

  @Override
  public void close() {
    board.close();
  }
}
