package io.samforge.arch.model;

/**
 * How the right side of a product, which takes the place of the weights, is quantised: {@code value
 * = scale (code - zeroPoint)}, asymmetric, per column or per tensor.
 *
 * @param bits bits of a code, the weight bits of the accelerator
 * @param scale step of every column; a single one counts for all columns
 * @param zeroPoint code of zero, as many as scales
 */
public record RightQuantization(int bits, double[] scale, int[] zeroPoint) {
  /** Refuses arrays of different lengths and values out of range. */
  public RightQuantization {
    if (scale.length == 0 || scale.length != zeroPoint.length) {
      throw new IllegalArgumentException(
          scale.length + " scales, " + zeroPoint.length + " zero-points");
    }
    for (int i = 0; i < scale.length; i++) {
      if (!(scale[i] > 0) || Double.isInfinite(scale[i])) {
        throw new IllegalArgumentException("scale " + scale[i] + " of column " + i);
      }
      if (zeroPoint[i] < 0 || zeroPoint[i] >= 1 << bits) {
        throw new IllegalArgumentException("zero-point " + zeroPoint[i] + " of column " + i);
      }
    }
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
    return (int) Math.max(0, Math.min((1 << bits) - 1, code));
  }
}
