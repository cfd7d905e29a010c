package io.samforge.sim;

import io.samforge.arch.UserError;

/**
 * Timing of the simulated DRAM behind the accelerator's AXI4 port.
 *
 * <p>With "cycle c" ending at rising edge c: a read burst accepted in cycle c has its first beat up
 * (rvalid high) in cycle {@code c + latencyCycles} at the soonest; bursts answer in order, one beat
 * per cycle, without a gap between bursts. A write response is up one cycle after the last beat (or
 * its address, if that is later). Data written in cycle c is read from cycle c + 1 on.
 *
 * @param latencyCycles cycles from a read address to its first beat, 1..10000
 * @param bytesPerCycle bytes that reads and writes together may move per cycle on average, or 0 for
 *     one read beat and one write beat in every cycle
 * @param stalls probability that a channel is held up in a cycle
 * @param seed start of the random sequences that decide stalls; one sequence per channel
 */
public record MemoryModel(int latencyCycles, int bytesPerCycle, Stalls stalls, long seed) {
  private static final int MOST_LATENCY = 10_000;

  /**
   * Probabilities, each 0 (never) to below 1, that a channel is held up in a cycle.
   *
   * @param ar read address not ready
   * @param r no new read beat
   * @param aw write address not ready
   * @param w write data not ready
   * @param b no new write response
   */
  public record Stalls(double ar, double r, double aw, double w, double b) {
    /** No stalls. */
    public static final Stalls NONE = new Stalls(0, 0, 0, 0, 0);

    /** Checks the probabilities. */
    public Stalls {
      check("ar", ar);
      check("r", r);
      check("aw", aw);
      check("w", w);
      check("b", b);
    }

    /** Returns the same probability on every channel. */
    public static Stalls all(double probability) {
      return new Stalls(probability, probability, probability, probability, probability);
    }

    private static void check(String channel, double probability) {
      if (!(probability >= 0 && probability < 1)) {
        throw new UserError(
            "memory model: stall probability of "
                + channel
                + " is "
                + probability
                + "; allowed is 0 to below 1");
      }
    }

    double[] toArray() {
      return new double[] {ar, r, aw, w, b};
    }
  }

  /** Checks the ranges. */
  public MemoryModel {
    if (latencyCycles < 1 || latencyCycles > MOST_LATENCY) {
      throw new UserError(
          "memory model: latencyCycles is " + latencyCycles + "; allowed is 1.." + MOST_LATENCY);
    }
    if (bytesPerCycle < 0) {
      throw new UserError("memory model: bytesPerCycle is " + bytesPerCycle + "; allowed is >= 0");
    }
  }

  /** Returns the memory that never limits: latency 1, one beat per cycle each way, no stalls. */
  public static MemoryModel ideal() {
    return new MemoryModel(1, 0, Stalls.NONE, 0);
  }

  /** Returns this memory with another read latency. */
  public MemoryModel withLatency(int cycles) {
    return new MemoryModel(cycles, bytesPerCycle, stalls, seed);
  }

  /** Returns this memory with a limit of bytes per cycle. */
  public MemoryModel withBytesPerCycle(int bytes) {
    return new MemoryModel(latencyCycles, bytes, stalls, seed);
  }

  /** Returns this memory with random stalls. */
  public MemoryModel withStalls(Stalls wanted, long stallSeed) {
    return new MemoryModel(latencyCycles, bytesPerCycle, wanted, stallSeed);
  }
}
