package io.samforge.eval.speed;

import io.samforge.arch.config.AcceleratorConfig;

/**
 * A configuration and how operands are coded on it.
 *
 * @param name what tables call it
 * @param config the hardware
 * @param uniform whether every operand is uniform; otherwise channel groups, hybrid and log2 codes
 * @param levelsAnOctave tau of log2 codes: so many passes over the channels of probabilities
 */
public record Engine(String name, AcceleratorConfig config, boolean uniform, int levelsAnOctave) {
  /** Refuses log2 codes that the hardware has no groups for. */
  public Engine {
    if (levelsAnOctave < 1 || levelsAnOctave > config.groups()) {
      throw new IllegalArgumentException(
          levelsAnOctave + " levels an octave with " + config.groups() + " groups");
    }
  }

  /** Returns the engine of floats on a configuration with FP32 arithmetic. */
  public static Engine fp32(String name, AcceleratorConfig config) {
    return new Engine(name, config, true, 1);
  }

  /** Returns K x M, the multiply-accumulates that can begin in one cycle. */
  public int lanes() {
    return config.reductionLanes() * config.outputLanes();
  }
}
