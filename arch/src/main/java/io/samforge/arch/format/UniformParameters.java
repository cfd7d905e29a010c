package io.samforge.arch.format;

/**
 * An asymmetric uniform quantiser, also one group of a CAG operand (algorithm, sections 2.3 and
 * 3.1).
 *
 * <p>{@code x = scale * (code - zeroPoint)}; a tie between two codes goes to the upper one. A
 * zero-point that is no code belongs to a channel whose values keep away from zero.
 *
 * @param bits bits of a code, 2..8
 * @param scale the step, finite and positive
 * @param zeroPoint the code of zero, or where it would be, -32768..32767
 */
public record UniformParameters(int bits, double scale, int zeroPoint) implements Quantizer {

  /** Rejects parameters outside their ranges. */
  public UniformParameters {
    FormatChecks.bits(bits);
    FormatChecks.positive("scale", scale);
    if (zeroPoint != (short) zeroPoint) {
      throw new IllegalArgumentException(
          "zero-point " + zeroPoint + "; allowed: " + Short.MIN_VALUE + " to " + Short.MAX_VALUE);
    }
  }

  @Override
  public double decode(int code) {
    FormatChecks.code(code, bits);
    return scale * (code - zeroPoint);
  }

  @Override
  public boolean reaches(double x, int k) {
    return x >= (k - zeroPoint - 0.5) * scale;
  }

  /** Returns the same quantiser with another step. */
  public UniformParameters withScale(double newScale) {
    return new UniformParameters(bits, newScale, zeroPoint);
  }

  /** Returns the same quantiser with another zero-point. */
  public UniformParameters withZeroPoint(int newZeroPoint) {
    return newZeroPoint == zeroPoint ? this : new UniformParameters(bits, scale, newZeroPoint);
  }
}
