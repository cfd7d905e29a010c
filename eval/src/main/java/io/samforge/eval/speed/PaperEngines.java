package io.samforge.eval.speed;

import io.samforge.arch.config.AcceleratorConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * The engines of the comparison by published numbers of lanes: 16 of floats, 64 of uniform 8-bit
 * and 128 of 4-bit codes (arXiv 2503.03088 v4, table 4), and 128 of 5 and 6 bits.
 */
public final class PaperEngines {
  /** The engine that all others are compared with. */
  public static final String BASELINE = "FP32";

  /** The engine whose speedup is the headline. */
  public static final String HEADLINE = "W4A4";

  private static final int TWO_COPIES = 8192;

  private PaperEngines() {}

  /**
   * Returns the engines, the floating-point twin first.
   *
   * @param configs folder of the configurations {@code fp32-paper}, {@code int8-paper}, {@code
   *     paper}
   */
  public static List<Engine> load(Path configs) {
    AcceleratorConfig paper = AcceleratorConfig.load(configs.resolve("paper.json"));
    return List.of(
        Engine.fp32(BASELINE, AcceleratorConfig.load(configs.resolve("fp32-paper.json"))),
        new Engine("INT8", AcceleratorConfig.load(configs.resolve("int8-paper.json")), true, 1),
        new Engine("W6A6", paper.withBits(6, 6), false, 1),
        new Engine("W5A5", paper.withBits(5, 5), false, 1),
        new Engine("W4A4 tau 2", withMaxInChannels(paper, TWO_COPIES), false, 2),
        new Engine(HEADLINE, paper, false, 1));
  }

  /** Probabilities of a whole picture with two levels an octave have 8192 slots. */
  private static AcceleratorConfig withMaxInChannels(AcceleratorConfig c, int channels) {
    return new AcceleratorConfig(
        c.name(),
        c.weightBits(),
        c.activationBits(),
        c.arithmetic(),
        c.reductionLanes(),
        c.outputLanes(),
        c.tokenDepth(),
        c.groups(),
        c.postLanes(),
        channels,
        c.activationBufferWords(),
        c.axiDataWidth(),
        c.dramMiB(),
        c.clockMHz(),
        c.board(),
        c.dspLanes(),
        c.halfOutputs());
  }
}
