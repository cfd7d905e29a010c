package io.samforge.sim.cycles;

import java.util.Arrays;

/** A shift register of small numbers or nothing, as long as a pipeline of the hardware. */
final class DelayLine {
  /** What stands in a stage that carries nothing. */
  static final int NOTHING = -1;

  private final byte[] stages;
  private int next;
  private int filled;

  DelayLine(int length) {
    stages = new byte[length];
    Arrays.fill(stages, (byte) NOTHING);
  }

  /** Returns what entered {@code length} shifts ago. */
  int first() {
    return stages[next];
  }

  /** Moves everything on by one stage. */
  void shift(int value) {
    filled += (value == NOTHING ? 0 : 1) - (stages[next] == NOTHING ? 0 : 1);
    stages[next] = (byte) value;
    next = next + 1 == stages.length ? 0 : next + 1;
  }

  /** Returns whether no stage carries anything. */
  boolean isEmpty() {
    return filled == 0;
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    key.add(filled);
    for (int i = 0; filled != 0 && i < stages.length; i++) {
      key.add(stages[(next + i) % stages.length]);
    }
  }
}
