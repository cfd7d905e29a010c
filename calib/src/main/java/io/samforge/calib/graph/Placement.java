package io.samforge.calib.graph;

/** Where an operator of a model is computed. */
public enum Placement {
  /** On the accelerator, as a step of its own. */
  ACCELERATOR,
  /** On the accelerator, as a part of the step before it. */
  FOLDED,
  /** On the host, in floats. */
  HOST
}
