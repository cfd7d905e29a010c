package io.samforge.arch.format;

import io.samforge.arch.config.Widths;

/**
 * A hybrid log-uniform quantiser (algorithm, section 1.3; integers as in architecture, section 3).
 *
 * <p>With {@code x' = x - offset}, codes 1..nLog are the levels {@code scaleLog * 2^(k-nLog)}, the
 * codes above are {@code scaleLog + (k-nLog) * scaleUniform}, and code 0 is zero. Log levels beyond
 * the shift limit also decode to zero, while their thresholds stay.
 *
 * @param bits bits of a code, 2..8
 * @param nLog number of log codes, 1..L/2
 * @param offset m, the value of code 0
 * @param scaleLog the largest log level, measured from the offset
 * @param scaleUniform the step of the uniform part
 */
public record HluqParameters(
    int bits, int nLog, double offset, double scaleLog, double scaleUniform) implements Quantizer {
  private static final double SQRT_HALF = Math.sqrt(0.5);

  /** Rejects parameters outside their ranges. */
  public HluqParameters {
    FormatChecks.bits(bits);
    if (nLog < 1 || nLog > (1 << bits) / 2) {
      throw new IllegalArgumentException(
          "log codes " + nLog + "; allowed: 1 to " + (1 << bits) / 2);
    }
    if (!Double.isFinite(offset)) {
      throw new IllegalArgumentException("offset " + offset + "; allowed: finite");
    }
    FormatChecks.positive("log scale", scaleLog);
    FormatChecks.positive("uniform scale", scaleUniform);
  }

  /** Returns nEff, the log levels that the shift path can tell apart. */
  public int effectiveLog() {
    return Math.min(nLog, Widths.shiftLimit(bits));
  }

  /** Returns the number of lowest log codes that decode to zero because of the shift limit. */
  public int dropped() {
    return nLog - effectiveLog();
  }

  /** Returns whether a code contributes to the shift path at all. */
  public boolean lambdaEnabled(int code) {
    FormatChecks.code(code, bits);
    return code > dropped();
  }

  /** Returns the shift amount of a code whose shift path is enabled, 0..shiftLimit-1. */
  public int lambdaShift(int code) {
    if (!lambdaEnabled(code)) {
      throw new IllegalArgumentException("code " + code + " has no shift");
    }
    return Math.min(code, nLog) - 1 - dropped();
  }

  /** Returns the integer of a code on the shift path: zero or a power of two. */
  public int lambda(int code) {
    return lambdaEnabled(code) ? 1 << lambdaShift(code) : 0;
  }

  /** Returns the integer of a code on the multiply path. */
  public int upsilon(int code) {
    FormatChecks.code(code, bits);
    return Math.max(0, code - nLog);
  }

  /** Returns the real value of one unit of lambda: {@code scaleLog / 2^(nEff-1)}. */
  public double lambdaScale() {
    return Math.scalb(scaleLog, 1 - effectiveLog());
  }

  @Override
  public double decode(int code) {
    return offset + (lambda(code) * lambdaScale() + upsilon(code) * scaleUniform);
  }

  /** Returns threshold k = 1..L-1 on {@code x - offset}. */
  public double threshold(int k) {
    if (k <= nLog) {
      return Math.scalb(scaleLog * SQRT_HALF, k - nLog);
    }
    return scaleLog + (k - nLog - 0.5) * scaleUniform;
  }

  @Override
  public boolean reaches(double x, int k) {
    return x - offset >= threshold(k);
  }

  /** Returns the same quantiser with other scales. */
  public HluqParameters withScales(double newScaleLog, double newScaleUniform) {
    return new HluqParameters(bits, nLog, offset, newScaleLog, newScaleUniform);
  }
}
