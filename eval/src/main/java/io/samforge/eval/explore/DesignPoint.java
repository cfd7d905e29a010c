package io.samforge.eval.explore;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.eval.speed.Engine;
import java.io.Serializable;
import java.util.Locale;

/**
 * One accelerator of a search: what is varied of a configuration (docs/architecture.md, section 2).
 *
 * @param format the numbers it computes with
 * @param reductionLanes K
 * @param outputLanes M
 * @param dspLanes output lanes whose products are packed into DSP48E2
 * @param tokenDepth T
 * @param postLanes Pp
 * @param activationBufferWords words of each activation bank
 * @param axiDataWidth B in bits
 * @param halfOutputs whether logits leave as floats of 16 bits
 */
public record DesignPoint(
    NumberFormat format,
    int reductionLanes,
    int outputLanes,
    int dspLanes,
    int tokenDepth,
    int postLanes,
    int activationBufferWords,
    int axiDataWidth,
    boolean halfOutputs)
    implements Serializable {
  /** Slots of the widest operand of all networks that are compared: fc2 of SAM-H. */
  public static final int MAX_IN_CHANNELS = 5120;

  /** The clock that all speeds are given at; open tools cannot tell whether it is reached. */
  public static final int CLOCK_MHZ = 300;

  private static final int GROUPS = 4;
  private static final int FEWEST_GROUPS = 2;
  private static final int DRAM_MIB = 1024;

  /** Creates a point whose floats all have 32 bits. */
  public DesignPoint(
      NumberFormat format,
      int reductionLanes,
      int outputLanes,
      int dspLanes,
      int tokenDepth,
      int postLanes,
      int activationBufferWords,
      int axiDataWidth) {
    this(
        format,
        reductionLanes,
        outputLanes,
        dspLanes,
        tokenDepth,
        postLanes,
        activationBufferWords,
        axiDataWidth,
        false);
  }

  /**
   * Returns the configuration.
   *
   * @throws io.samforge.arch.UserError naming the field when no such hardware exists
   */
  public AcceleratorConfig config() {
    return new AcceleratorConfig(
        name(),
        format.bits(),
        format.bits(),
        format.arithmetic(),
        reductionLanes,
        outputLanes,
        tokenDepth,
        format == NumberFormat.FP32 ? FEWEST_GROUPS : GROUPS,
        postLanes,
        MAX_IN_CHANNELS,
        activationBufferWords,
        axiDataWidth,
        DRAM_MIB,
        CLOCK_MHZ,
        "zcu102",
        dspLanes,
        halfOutputs);
  }

  /** Returns the engine of the cycle model, with one level an octave for log2 codes. */
  public Engine engine() {
    return new Engine(format.name(), config(), format.uniform(), 1);
  }

  /** Returns K x M, the multiply-accumulates that can begin in one cycle. */
  public int multipliers() {
    return reductionLanes * outputLanes;
  }

  /** Returns a name that tells format, K, M, the packed lanes and whether logits have 16 bits. */
  public String name() {
    String packed = dspLanes == 0 ? "" : "-dsp" + dspLanes;
    String halves = halfOutputs ? "-half" : "";
    String formatName = format.name().toLowerCase(Locale.ROOT);
    return "%s-%dx%d%s%s".formatted(formatName, reductionLanes, outputLanes, packed, halves);
  }

  /** Returns a name that no other point has. */
  public String key() {
    return "%s-t%d-p%d-a%d-b%d"
        .formatted(name(), tokenDepth, postLanes, activationBufferWords, axiDataWidth);
  }
}
