package io.samforge.eval.network;

import io.samforge.arch.model.InputOrigin;

/** What the left operand of a product is, which decides how it is quantised. */
public enum OperandUse {
  /** Values of different spread in every channel: channel groups (CAG). */
  GROUPED,
  /** Values behind GELU or ReLU: hybrid log-uniform codes (HLUQ). */
  HYBRID,
  /** Probabilities behind a softmax: log2 codes. */
  PROBABILITIES;

  /** Returns the use of what some kind of operator made. */
  public static OperandUse of(InputOrigin origin) {
    return switch (origin) {
      case GELU, RELU -> HYBRID;
      case SOFTMAX -> PROBABILITIES;
      case NORMALISED, OTHER -> GROUPED;
    };
  }
}
