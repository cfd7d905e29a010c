package io.samforge.arch.format;

/**
 * An asymmetric uniform quantiser, also one group of a CAG operand (algorithm, sections 2.3 and
 * 3.1).
 *
 * <p>{@code x = scale * (code - zeroPoint)}; a tie between two codes goes to the upper one.
 *
 * @param bits bits of a code, 2..8
 * @param scale the step, finite and positive
 * @param zeroPoint the code of zero, 0..L-1
 */
public record UniformParameters(int bits, double scale, int zeroPoint) implements Quantizer {

  /** Rejects parameters outside their ranges. */
  public UniformParameters {
    FormatChecks.bits(bits);
    FormatChecks.positive("scale", scale);
    if (zeroPoint < 0 || zeroPoint >= 1 << bits) {
      throw new IllegalArgumentException(
          "zero-point " + zeroPoint + "; allowed: 0 to " + ((1 << bits) - 1));
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
}
