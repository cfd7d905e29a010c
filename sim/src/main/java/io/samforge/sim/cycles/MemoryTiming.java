package io.samforge.sim.cycles;

/**
 * Timing of the memory that the cycle model assumes; the same terms as {@code
 * io.samforge.sim.MemoryModel} without stalls.
 *
 * @param latencyCycles cycles from a read address to its first beat, at least 1
 * @param bytesPerCycle bytes that reads and writes together may move per cycle on average, or 0 for
 *     one read beat and one write beat in every cycle
 */
public record MemoryTiming(int latencyCycles, int bytesPerCycle) {
  /** Memory that answers in the next cycle and never holds anything up. */
  public static final MemoryTiming IDEAL = new MemoryTiming(1, 0);

  /** Checks the ranges. */
  public MemoryTiming {
    if (latencyCycles < 1 || bytesPerCycle < 0) {
      throw new IllegalArgumentException(
          "latency " + latencyCycles + " and bandwidth " + bytesPerCycle + "; allowed: >= 1, >= 0");
    }
  }
}
