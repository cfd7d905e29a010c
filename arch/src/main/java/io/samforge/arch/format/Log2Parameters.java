package io.samforge.arch.format;

import io.samforge.arch.config.Widths;
import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic quantiser of probabilities with one, two or four levels an octave (algorithm,
 * section 3.4).
 *
 * <p>Code 0 is zero, code {@code k = 1..n} is {@code scale * 2^(-(n-k)/tau)}, and the codes above n
 * do not occur. The residue class of a code is {@code (n-k) mod tau}: the levels of one class
 * differ by powers of two, so a class has one scale and its codes are shifts.
 *
 * @param bits bits of a code, 2..8
 * @param classScales the largest level of each of the tau residue classes; the first is the scale,
 *     each further one about a factor of {@code 2^(-1/tau)} below the one before
 */
public record Log2Parameters(int bits, List<Double> classScales) implements Quantizer {

  /** Rejects parameters outside their ranges. */
  public Log2Parameters {
    FormatChecks.bits(bits);
    classScales = List.copyOf(classScales);
    int tau = classScales.size();
    if (tau != 1 && tau != 2 && tau != 4) {
      throw new IllegalArgumentException("levels an octave " + tau + "; allowed: 1, 2, 4");
    }
    for (double s : classScales) {
      FormatChecks.positive("log2 scale", s);
    }
    for (int r = 0; r < tau; r++) {
      double below = r + 1 < tau ? classScales.get(r + 1) : classScales.get(0) / 2;
      if (below >= classScales.get(r)) {
        throw new IllegalArgumentException(
            "log2 scales " + classScales + "; allowed: falling, within one octave");
      }
    }
  }

  /**
   * Returns the quantiser whose largest level is a scale.
   *
   * @param tau levels an octave: 1, 2 or 4
   */
  public static Log2Parameters of(int bits, int tau, double scale) {
    List<Double> classScales = new ArrayList<>();
    for (int r = 0; r < tau; r++) {
      classScales.add(scale * Math.pow(2, -(double) r / tau));
    }
    return new Log2Parameters(bits, classScales);
  }

  /** Returns tau, the levels an octave and the number of residue classes. */
  public int tau() {
    return classScales.size();
  }

  /** Returns the value of the largest code. */
  public double scale() {
    return classScales.get(0);
  }

  /** Returns n, the largest code. */
  public int levels() {
    return Math.min(codes() - 1, tau() * Widths.shiftLimit(bits));
  }

  /** Returns the number of octaves that the levels span. */
  public int octaves() {
    return (levels() + tau() - 1) / tau();
  }

  /** Returns the residue class of a code 1..n. */
  public int residue(int code) {
    return stepsBelowTop(code) % tau();
  }

  /** Returns by how many octaves a code 1..n lies below the largest level of its residue class. */
  public int octave(int code) {
    return stepsBelowTop(code) / tau();
  }

  @Override
  public double decode(int code) {
    return code == 0 ? 0 : Math.scalb(classScales.get(residue(code)), -octave(code));
  }

  /** Returns threshold k = 1..n: half way on a log scale between the levels of k and k-1. */
  public double threshold(int k) {
    double halfStep = (residue(k) + 0.5) / tau();
    return Math.scalb(scale() * Math.pow(2, -halfStep), -octave(k));
  }

  @Override
  public boolean reaches(double x, int k) {
    return k <= levels() && x >= threshold(k);
  }

  /** Returns the same quantiser with other scales of its residue classes. */
  public Log2Parameters withClassScales(List<Double> scales) {
    return new Log2Parameters(bits, scales);
  }

  private int stepsBelowTop(int code) {
    if (code < 1 || code > levels()) {
      throw new IllegalArgumentException("log2 code " + code + "; allowed: 0 to " + levels());
    }
    return levels() - code;
  }
}
