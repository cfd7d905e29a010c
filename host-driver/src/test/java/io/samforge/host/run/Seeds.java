package io.samforge.host.run;

import java.util.Random;

/** Random numbers whose seed is printed and replayed with {@code -Dsamforge.seed=N}. */
final class Seeds {
  private Seeds() {}

  /** Returns a generator with the seed of the run, or a fixed one of the test. */
  static Random random(long seedOfTest) {
    long seed = Long.getLong("samforge.seed", seedOfTest);
    System.out.println("samforge.seed=" + seed);
    return new Random(seed);
  }
}
