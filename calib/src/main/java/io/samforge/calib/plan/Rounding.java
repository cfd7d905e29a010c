package io.samforge.calib.plan;

/** How weights become codes. */
public enum Rounding {
  /** To the nearest code. */
  NEAREST,
  /** So that the errors of the weights of an output compensate each other. */
  COMPENSATED
}
