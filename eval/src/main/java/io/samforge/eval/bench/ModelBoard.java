package io.samforge.eval.bench;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterMap;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardInfo;
import io.samforge.host.board.BoardWait;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A board that computes nothing but takes its time: for every program, and for every transfer of
 * more than a page, one direction at a time. It sums the time that every caller spends in it.
 */
final class ModelBoard implements Board {
  private static final int PAGE = 4096;

  private final BoardInfo info;
  private final byte[] memory;
  private final Map<Register, Integer> constants;
  private final int[] values = new int[Register.CONFIG_HASH0.offset() / Integer.BYTES];
  private final long computeNanos;
  private final long transferNanos;
  private final ReentrantLock toBoard = new ReentrantLock();
  private final ReentrantLock toHost = new ReentrantLock();
  private final ThreadLocal<Long> inside = ThreadLocal.withInitial(() -> 0L);
  private final ThreadLocal<Long> usedInside = ThreadLocal.withInitial(() -> 0L);
  private final AtomicLong processor = new AtomicLong();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private volatile long startOfProgram = System.nanoTime();

  ModelBoard(AcceleratorConfig config, long computeMillis, long transferMillis) {
    info = new BoardInfo("model:", "model", config);
    memory = new byte[Math.toIntExact(config.dramBytes())];
    constants = RegisterMap.constants(config);
    computeNanos = TimeUnit.MILLISECONDS.toNanos(computeMillis);
    transferNanos = TimeUnit.MILLISECONDS.toNanos(transferMillis);
  }

  /** Returns the time that pictures of the calling thread have spent in transfers and programs. */
  long insideNanos() {
    return inside.get();
  }

  /** Returns the processor time that the calling thread has spent elsewhere. */
  long usedNanos() {
    return threads.getCurrentThreadCpuTime() - usedInside.get();
  }

  /** Returns the processor time that all callers have spent in transfers and waits. */
  long processorNanos() {
    return processor.get();
  }

  private void inside(Runnable work, long start) {
    long used = threads.getCurrentThreadCpuTime();
    work.run();
    used = threads.getCurrentThreadCpuTime() - used;
    processor.addAndGet(used);
    usedInside.set(usedInside.get() + used);
    inside.set(inside.get() + System.nanoTime() - start);
  }

  @Override
  public BoardInfo info() {
    return info;
  }

  @Override
  public void writeMemory(long address, byte[] bytes, int offset, int length) {
    transfer(toBoard, length, () -> System.arraycopy(bytes, offset, memory, (int) address, length));
  }

  @Override
  public void readMemory(long address, byte[] bytes, int offset, int length) {
    transfer(toHost, length, () -> System.arraycopy(memory, (int) address, bytes, offset, length));
  }

  private void transfer(ReentrantLock channel, int length, Runnable copy) {
    inside(
        () -> {
          channel.lock();
          try {
            long begin = System.nanoTime();
            copy.run();
            if (length > PAGE) {
              sleepUntil(begin + transferNanos);
            }
          } finally {
            channel.unlock();
          }
        },
        System.nanoTime());
  }

  private static void sleepUntil(long end) {
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void writeRegister(int offset, int value) {
    values[offset / Integer.BYTES] = value;
    if (offset == Register.CONTROL.offset()
        && Register.CONTROL.field("START").extract(value) == 1) {
      startOfProgram = System.nanoTime();
    }
  }

  @Override
  public int readRegister(int offset) {
    for (Map.Entry<Register, Integer> constant : constants.entrySet()) {
      if (constant.getKey().offset() == offset) {
        return constant.getValue();
      }
    }
    if (offset == Register.STATUS.offset()) {
      int layers = values[Register.PROGRAM_COUNT.offset() / Integer.BYTES];
      return Register.STATUS.field("DONE").place(1)
          | Register.STATUS.field("LAYERS_FINISHED").place(layers);
    }
    return offset / Integer.BYTES < values.length ? values[offset / Integer.BYTES] : 0;
  }

  @Override
  public BoardWait waitInterrupt(long cycles) {
    inside(() -> sleepUntil(startOfProgram + computeNanos), startOfProgram);
    return new BoardWait(true, 1);
  }

  @Override
  public void reset() {
    startOfProgram = System.nanoTime() - computeNanos;
  }

  @Override
  public void close() {}
}
