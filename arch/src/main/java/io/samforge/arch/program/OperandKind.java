package io.samforge.arch.program;

import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Operand;

/** How a layer's operand codes become integers; the code stands in the layer descriptor. */
public enum OperandKind {
  /** Multiply path only: e is the code, one scale multiplier per channel group or digit. */
  CAG(0),
  /** Shift path and multiply path, one scale multiplier each. */
  HLUQ(1),
  /** Shift path only, one scale multiplier per residue class. */
  LOG2(2),
  /** Floats; the only kind of a configuration with FP32 arithmetic, and of no other. */
  FP32(3);

  private final int code;

  OperandKind(int code) {
    this.code = code;
  }

  /** Returns the kind of an operand. */
  public static OperandKind of(Operand placed) {
    if (placed.grouped().isPresent()) {
      return CAG;
    }
    return placed.ofCodes() instanceof HluqOperand ? HLUQ : LOG2;
  }

  /** Returns the number in the descriptor. */
  public int code() {
    return code;
  }
}
