package io.samforge.arch;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Arithmetic;
import java.nio.file.Path;
import java.util.Random;

/** Configurations for tests. */
public final class Configs {
  private Configs() {}

  /** Returns the path of a configuration of the repository. */
  public static Path path(String name) {
    return Path.of("..", "configs", name + ".json");
  }

  /** Returns a configuration of the repository. */
  public static AcceleratorConfig load(String name) {
    return AcceleratorConfig.load(path(name));
  }

  /** Returns the smallest configuration of the repository. */
  public static AcceleratorConfig tiny() {
    return load("tiny");
  }

  /** Returns a random small configuration, all code widths and beat widths included. */
  public static AcceleratorConfig random(Random random) {
    int[] bits = {4, 5, 6, 8};
    return new AcceleratorConfig(
        "random",
        bits[random.nextInt(4)],
        bits[random.nextInt(4)],
        Arithmetic.HYBRID,
        4 << random.nextInt(3),
        4 << random.nextInt(3),
        128,
        2 + random.nextInt(4),
        1,
        256,
        16384,
        64 << random.nextInt(4),
        16,
        100,
        "sim");
  }
}
