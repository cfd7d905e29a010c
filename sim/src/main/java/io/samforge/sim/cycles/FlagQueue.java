package io.samforge.sim.cycles;

/** A queue of flags: where the hardware queues beats, the model queues only their last marks. */
final class FlagQueue {
  private final boolean[] flags;
  private int head;
  private int count;

  FlagQueue(int depth) {
    flags = new boolean[depth];
  }

  int count() {
    return count;
  }

  boolean isFull() {
    return count == flags.length;
  }

  boolean first() {
    return flags[head];
  }

  void push(boolean flag) {
    int tail = head + count;
    flags[tail >= flags.length ? tail - flags.length : tail] = flag;
    count++;
  }

  void pop() {
    head = head + 1 == flags.length ? 0 : head + 1;
    count--;
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    key.add(count);
    for (int i = 0; i < count; i++) {
      key.add(flags[(head + i) % flags.length]);
    }
  }
}
