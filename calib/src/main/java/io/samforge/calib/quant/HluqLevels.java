package io.samforge.calib.quant;

/**
 * The codes of a hybrid log-uniform quantiser: code k stands for {@code values[k]}.
 *
 * <p>All numbers are relative to the tensor minimum (x' = x - min) and follow section 3 of
 * docs/architecture.md: code 0 is the floor, codes 1..nLog are powers of two up to the breakpoint
 * {@code sLog}, the others continue in steps of {@code sUni}. The hardware has only {@code
 * shiftLimit} shifts, so codes that would need more stand for zero.
 */
public final class HluqLevels {
  private final double[] values;
  private final double[] thresholds;

  /**
   * Builds the {@code levels} codes.
   *
   * @param levels number of codes L
   * @param nLog codes of the log part, 1..L/2
   * @param shiftLimit number of different shifts the hardware has
   * @param sLog breakpoint above the minimum
   * @param sUni step of the uniform part
   */
  public HluqLevels(int levels, int nLog, int shiftLimit, double sLog, double sUni) {
    if (nLog < 1 || nLog > levels / 2 || shiftLimit < 1 || !(sLog > 0) || !(sUni > 0)) {
      throw new IllegalArgumentException(
          "not a hybrid quantiser: L=%d, nLog=%d, shifts=%d, sLog=%s, sUni=%s"
              .formatted(levels, nLog, shiftLimit, sLog, sUni));
    }
    values = new double[levels];
    thresholds = new double[levels];
    thresholds[0] = Double.NEGATIVE_INFINITY;
    int drop = nLog - Math.min(nLog, shiftLimit);
    for (int k = 1; k < levels; k++) {
      int j = k - nLog;
      if (j <= 0) {
        values[k] = k <= drop ? 0 : Math.scalb(sLog, j);
        thresholds[k] = sLog * Math.pow(2, j - 0.5);
      } else {
        values[k] = sLog + j * sUni;
        thresholds[k] = sLog + (j - 0.5) * sUni;
      }
    }
  }

  /**
   * The code of {@code x}, a value relative to the tensor minimum: the number of thresholds it
   * reaches.
   */
  public int encode(double x) {
    int low = 0;
    int high = thresholds.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (x >= thresholds[middle]) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The value of {@code code}, relative to the tensor minimum. */
  public double decode(int code) {
    return values[code];
  }

  /** The smallest value, relative to the tensor minimum, that gets {@code code}. */
  public double threshold(int code) {
    return thresholds[code];
  }
}
