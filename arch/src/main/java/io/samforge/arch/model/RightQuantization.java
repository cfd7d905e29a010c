package io.samforge.arch.model;

import io.samforge.arch.layer.WideWeightsOperand;
import java.util.Arrays;

/**
 * How the right side of a product, which takes the place of the weights, is quantised: {@code value
 * = scale (code - zeroPoint)}, asymmetric, per column or per tensor.
 *
 * @param bits bits of a code: the weight bits of the accelerator, or 8 for two digits of them
 * @param codes codes from 0 on that values are clamped to: {@code 2^bits}, or fewer when two digits
 *     hold no more
 * @param scale step of every column; a single one counts for all columns
 * @param zeroPoint code of zero, as many as scales
 */
public record RightQuantization(int bits, int codes, double[] scale, int[] zeroPoint) {
  /** Refuses arrays of different lengths and values out of range. */
  public RightQuantization {
    if (codes < 2 || codes > 1 << bits) {
      throw new IllegalArgumentException(codes + " codes of " + bits + " bits");
    }
    if (scale.length == 0 || scale.length != zeroPoint.length) {
      throw new IllegalArgumentException(
          scale.length + " scales, " + zeroPoint.length + " zero-points");
    }
    for (int i = 0; i < scale.length; i++) {
      if (!(scale[i] > 0) || Double.isInfinite(scale[i])) {
        throw new IllegalArgumentException("scale " + scale[i] + " of column " + i);
      }
      if (zeroPoint[i] < 0 || zeroPoint[i] >= codes) {
        throw new IllegalArgumentException("zero-point " + zeroPoint[i] + " of column " + i);
      }
    }
  }

  /** Makes a quantiser with all codes of {@code bits} bits. */
  public RightQuantization(int bits, double[] scale, int[] zeroPoint) {
    this(bits, 1 << bits, scale, zeroPoint);
  }

  /**
   * Makes a symmetric quantiser of 8 bits for arrays of fewer weight bits ({@link
   * WideWeightsOperand}).
   */
  public static RightQuantization wide(double[] scale) {
    int[] zeroPoint = new int[scale.length];
    Arrays.fill(zeroPoint, WideWeightsOperand.ZERO);
    return new RightQuantization(
        WideWeightsOperand.BITS, WideWeightsOperand.CODES, scale, zeroPoint);
  }

  /** Returns the step of a column. */
  public double scale(int column) {
    return scale[scale.length == 1 ? 0 : column];
  }

  /** Returns the code of zero of a column. */
  public int zeroPoint(int column) {
    return zeroPoint[zeroPoint.length == 1 ? 0 : column];
  }

  /** Returns the code of a value: nearest level, ties to the upper one, clamped. */
  public int encode(double value, int column) {
    double code = Math.floor(value / scale(column) + 0.5) + zeroPoint(column);
    return (int) Math.max(0, Math.min(codes - 1, code));
  }
}
