package io.samforge.arch.tools;

import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.HluqParameters;
import java.util.Locale;

/**
 * Proves that the thresholds of GELU followed by HLUQ give the right code for every float.
 *
 * <p>All 2^32 bit patterns are compared with the evaluation in double. Arguments: none, or {@code
 * BITS NLOG OFFSET LOG_SCALE UNIFORM_SCALE}. Exit status 0 when all agree, 1 when one does not, 2
 * for wrong arguments.
 */
public final class ProveEncoder {
  private static final String USAGE =
      "usage: prove-encoder [BITS NLOG OFFSET LOG_SCALE UNIFORM_SCALE]";

  private ProveEncoder() {}

  /** Runs the proof on all processors. */
  public static void main(String[] args) {
    try {
      HluqParameters quantizer = parameters(args);
      EncoderSweep.Summary summary = prove(quantizer);
      System.out.println(describe(quantizer, summary));
      System.exit(summary.mismatches() == 0 ? 0 : 1);
    } catch (UserError e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  static HluqParameters parameters(String... args) {
    if (args.length == 0) {
      return new HluqParameters(4, 4, -0.17, 0.48, 1.12 / 11.25);
    }
    if (args.length != 5) {
      throw new UserError(USAGE);
    }
    try {
      return new HluqParameters(
          Integer.parseInt(args[0]),
          Integer.parseInt(args[1]),
          Double.parseDouble(args[2]),
          Double.parseDouble(args[3]),
          Double.parseDouble(args[4]));
    } catch (IllegalArgumentException e) {
      throw new UserError(e.getMessage() + "; " + USAGE, e);
    }
  }

  static String describe(HluqParameters quantizer, EncoderSweep.Summary summary) {
    return String.format(
        Locale.ROOT,
        "encode(GELU) of %s: %d floats compared, %d NaN left out, %d mismatches%s",
        quantizer,
        summary.compared(),
        summary.excluded(),
        summary.mismatches(),
        summary.mismatches() == 0
            ? ""
            : String.format(", the first at bits 0x%08x", summary.firstMismatch()));
  }

  private static EncoderSweep.Summary prove(HluqParameters quantizer) {
    EncoderThresholds thresholds = EncoderThresholds.of(quantizer, ActivationFunction.GELU);
    boolean terminal = System.console() != null;
    EncoderSweep sweep =
        new EncoderSweep(
            Runtime.getRuntime().availableProcessors(),
            (done, total) -> {
              if (terminal) {
                System.err.printf("\r%3d %%", 100 * done / total);
              }
            });
    EncoderSweep.Summary summary = sweep.run(thresholds, quantizer, 0, 1L << 32);
    if (terminal) {
      System.err.print("\r     \r");
    }
    return summary;
  }
}
