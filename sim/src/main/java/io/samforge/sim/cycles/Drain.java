package io.samforge.sim.cycles;

/** The two banks of partial sums and the groups that leave them. */
final class Drain {
  private final int groups;
  private final boolean[] busy = new boolean[2];
  private final boolean[] full = new boolean[2];
  private final int[] tokens = new int[2];
  private int bank;
  private int left;

  Drain(int groups) {
    this.groups = groups;
  }

  boolean isFree(int which) {
    return !busy[which];
  }

  boolean isBusy() {
    return busy[0] || busy[1];
  }

  boolean hasGroup() {
    return full[bank];
  }

  /** Returns whether the group that would leave now is the last one of its output tile. */
  boolean isLastGroup() {
    return (left == 0 ? tokens[bank] * groups : left) == 1;
  }

  void claim(int which, int tokenCount) {
    busy[which] = true;
    tokens[which] = tokenCount;
  }

  void fill(int which) {
    full[which] = true;
  }

  /** Sends one group. */
  void send() {
    left = (left == 0 ? tokens[bank] * groups : left) - 1;
    if (left == 0) {
      busy[bank] = false;
      full[bank] = false;
      bank ^= 1;
    }
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    key.add(bank).add(left);
    for (int b = 0; b < 2; b++) {
      key.add(busy[b]).add(full[b]).add(tokens[b]);
    }
  }
}
