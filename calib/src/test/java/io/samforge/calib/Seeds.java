package io.samforge.calib;

import java.util.Random;

/** Random generators of the tests; {@code -Dsamforge.seed=N} replays a run with another seed. */
public final class Seeds {
  private Seeds() {}

  /** A generator whose seed is printed, {@code otherwise} unless the property sets one. */
  public static Random random(String test, long otherwise) {
    long seed = Long.getLong("samforge.seed", otherwise);
    System.out.println(test + ": samforge.seed=" + seed);
    return new Random(seed);
  }
}
