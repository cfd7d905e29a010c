package io.samforge.arch.model;

/** What made the values that a step multiplies; it decides how they are quantised. */
public enum InputOrigin {
  /** The result of a layer normalisation: channels differ much, one group per kind of channel. */
  NORMALISED,
  /** The result of GELU. */
  GELU,
  /** The result of ReLU. */
  RELU,
  /** Probabilities: the result of a softmax. */
  SOFTMAX,
  /** Anything else. */
  OTHER
}
