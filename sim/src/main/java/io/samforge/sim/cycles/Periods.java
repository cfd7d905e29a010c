package io.samforge.sim.cycles;

import java.util.HashMap;
import java.util.Map;

/** The states that the machine had at the starts of earlier output tiles, or of earlier tiles. */
final class Periods {
  private final Map<StateKey, Visit> visits = new HashMap<>();

  /**
   * A start that was seen.
   *
   * @param index the output tile or tile
   * @param counts the counts at that time
   */
  record Visit(int index, long[] counts) {}

  /** Returns the earlier start with the same state, or null; the state is seen from now on. */
  Visit visit(StateKey key, int index, long[] counts) {
    return visits.put(key, new Visit(index, counts));
  }

  void clear() {
    visits.clear();
  }
}
