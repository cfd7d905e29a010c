package io.samforge.sim.cycles;

import java.util.Arrays;

/** The state of the machine as numbers, with all that only counts from a start left out. */
final class StateKey {
  private long[] values = new long[128];
  private int size;

  StateKey add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
    return this;
  }

  StateKey add(boolean value) {
    return add(value ? 1 : 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateKey key
        && size == key.size
        && Arrays.equals(values, 0, size, key.values, 0, size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + Long.hashCode(values[i]);
    }
    return hash;
  }
}
