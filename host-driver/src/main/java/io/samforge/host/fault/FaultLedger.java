package io.samforge.host.fault;

import io.samforge.host.BoardFault;
import io.samforge.host.stream.FaultListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The book of faults. A fault is detected when the thread that met it hears of one before it takes
 * a result for right, and missed otherwise. A thread has at most one open fault at a time, so none
 * is credited with the detection of another.
 */
public final class FaultLedger implements FaultListener {
  private final Map<Thread, FaultKind> open = new ConcurrentHashMap<>();
  private final Map<FaultKind, Integer> injected = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, Integer> missed = new EnumMap<>(FaultKind.class);
  private int detected;

  /** Returns whether the calling thread may meet a fault now. */
  boolean free() {
    return !open.containsKey(Thread.currentThread());
  }

  /** The calling thread meets a fault. */
  synchronized void inject(FaultKind kind) {
    injected.merge(kind, 1, Integer::sum);
    if (!kind.harmless()) {
      open.put(Thread.currentThread(), kind);
    }
  }

  @Override
  public synchronized void detected(BoardFault fault) {
    if (open.remove(Thread.currentThread()) != null) {
      detected++;
    }
  }

  @Override
  public synchronized void accepted() {
    FaultKind kind = open.remove(Thread.currentThread());
    if (kind != null) {
      missed.merge(kind, 1, Integer::sum);
    }
  }

  /** Returns the faults that can be noticed. */
  public synchronized int injected() {
    return injected.entrySet().stream()
        .filter(entry -> !entry.getKey().harmless())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Returns how many of them were. */
  public synchronized int detected() {
    return detected;
  }

  /** Returns how often each kind was injected. */
  public synchronized Map<FaultKind, Integer> byKind() {
    return new EnumMap<>(injected);
  }

  /** Returns the kinds of those that were not noticed. */
  public synchronized Map<FaultKind, Integer> missed() {
    return new EnumMap<>(missed);
  }
}
