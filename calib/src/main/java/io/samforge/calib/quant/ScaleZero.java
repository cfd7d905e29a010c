package io.samforge.calib.quant;

/**
 * Scale and zero-point of a uniform quantiser; also a point of the plane that is clustered.
 *
 * @param scale step between two codes, positive
 * @param zero code of the value zero; an integer except in the centroid of a cluster
 */
public record ScaleZero(double scale, double zero) {
  /** Refuses scales that are not positive and finite. */
  public ScaleZero {
    if (!(scale > 0) || !Double.isFinite(scale) || !Double.isFinite(zero)) {
      throw new IllegalArgumentException("not a quantiser: s=%s, z=%s".formatted(scale, zero));
    }
  }

  /** The same quantiser with its zero-point rounded to the nearest integer, ties to even. */
  public ScaleZero rounded() {
    return new ScaleZero(scale, Math.rint(zero));
  }
}
