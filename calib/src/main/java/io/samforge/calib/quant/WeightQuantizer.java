package io.samforge.calib.quant;

import io.samforge.arch.layer.QuantizedWeights;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Quantises weights: for each output the scale and zero-point of least {@code mean |What - W|^2.4}
 * over a grid of 100 scales and L zero-points (docs/algorithm.md, weights).
 *
 * <p>The grid is searched exactly, but not naively: as long as a weight is not clipped its error
 * does not depend on the zero-point, so it is computed once per scale, and a candidate is given up
 * as soon as the clipped weights alone are worse than the best one known.
 */
public final class WeightQuantizer {
  private static final int STEPS = 100;
  private static final double NORM = 2.4;

  private final int bits;
  private final int levels;

  /** Makes a quantiser with codes of {@code bits} bits. */
  public WeightQuantizer(int bits) {
    this.bits = bits;
    this.levels = 1 << bits;
  }

  /**
   * The weights of one output.
   *
   * @param scale step between two codes
   * @param zero code of the weight zero
   * @param codes one unsigned code for each input, 0..L-1
   */
  record Row(double scale, int zero, byte[] codes) {}

  /**
   * Quantises {@code weights}, shape [outputs][inputs], with all processors.
   *
   * @param progress is told the number of each output when it is done, from any thread
   */
  public QuantizedWeights quantize(FloatMatrix weights, IntConsumer progress) {
    byte[][] codes = new byte[weights.rows()][];
    double[] scale = new double[weights.rows()];
    int[] zero = new int[weights.rows()];
    IntStream.range(0, weights.rows())
        .parallel()
        .forEach(
            o -> {
              Row row = quantizeRow(weights.row(o));
              codes[o] = row.codes();
              scale[o] = row.scale();
              zero[o] = row.zero();
              progress.accept(o);
            });
    return new QuantizedWeights(bits, codes, scale, zero);
  }

  /** The weights that codes stand for, shape [outputs][inputs]. */
  public static FloatMatrix decoded(QuantizedWeights weights) {
    float[] values = new float[Math.multiplyExact(weights.outputs(), weights.channels())];
    for (int o = 0; o < weights.outputs(); o++) {
      for (int c = 0; c < weights.channels(); c++) {
        int steps = (weights.codes()[o][c] & 0xff) - weights.zeroPoint()[o];
        values[o * weights.channels() + c] = (float) (weights.scale()[o] * steps);
      }
    }
    return new FloatMatrix(weights.outputs(), weights.channels(), values);
  }

  /** Quantises the weights of one output. */
  Row quantizeRow(float[] weights) {
    double lo = 0;
    double hi = 0;
    for (float w : weights) {
      lo = Math.min(lo, w);
      hi = Math.max(hi, w);
    }
    if (lo == hi) {
      // All weights are zero: any scale is right, and 1 keeps the output factor a normal number.
      return encode(weights, 1, 0);
    }
    ScaleZero best = search(weights, hi - lo);
    return encode(weights, best.scale(), (int) best.zero());
  }

  private ScaleZero search(float[] weights, double range) {
    double[] byMagnitude = descendingMagnitude(weights);
    double bestScore = Double.POSITIVE_INFINITY;
    ScaleZero best = null;
    // From wide to narrow: good candidates come early, so that poor ones are given up early. At
    // equal scores the narrower one replaces the wider one, as in a search that starts with it.
    for (int n = STEPS; n >= 1; n--) {
      double scale = range * n / STEPS / (levels - 1);
      RowErrors errors = new RowErrors(byMagnitude, scale);
      for (int zero = levels - 1; zero >= 0; zero--) {
        double score = errors.score(zero, levels, bestScore);
        if (score <= bestScore) {
          bestScore = score;
          best = new ScaleZero(scale, zero);
        }
      }
    }
    return best;
  }

  private static double[] descendingMagnitude(float[] weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> weights[i])
        .sorted((a, b) -> Float.compare(Math.abs(b), Math.abs(a)))
        .mapToDouble(Float::doubleValue)
        .toArray();
  }

  private Row encode(float[] weights, double scale, int zero) {
    byte[] codes = new byte[weights.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) clamp((int) Math.rint(weights[i] / scale) + zero, levels);
    }
    return new Row(scale, zero, codes);
  }

  private static int clamp(int code, int levels) {
    return Math.max(0, Math.min(levels - 1, code));
  }

  /** {@code |error|^2.4}. */
  static double penalty(double error) {
    return Math.pow(Math.abs(error), NORM);
  }

  /** The errors of the weights of one output at one scale. */
  private static final class RowErrors {
    private final double[] weights;
    private final double scale;
    private final int[] rounded;
    private final double[] unclipped;

    RowErrors(double[] weights, double scale) {
      this.weights = weights;
      this.scale = scale;
      rounded = new int[weights.length];
      unclipped = new double[weights.length];
      Arrays.fill(unclipped, -1);
      Arrays.setAll(rounded, i -> (int) Math.rint(weights[i] / scale));
    }

    /**
     * Sum of penalties with {@code zero}; infinity as soon as it is known to exceed {@code limit}.
     */
    double score(int zero, int levels, double limit) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        int code = clamp(rounded[i] + zero, levels);
        sum +=
            code == rounded[i] + zero
                ? unclippedPenalty(i)
                : penalty((code - zero) * scale - weights[i]);
        if (sum > limit) {
          return Double.POSITIVE_INFINITY;
        }
      }
      return sum;
    }

    private double unclippedPenalty(int i) {
      if (unclipped[i] < 0) {
        unclipped[i] = penalty(rounded[i] * scale - weights[i]);
      }
      return unclipped[i];
    }
  }
}
