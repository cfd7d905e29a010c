package io.samforge.arch.program;

/** How a layer's operand codes become integers; the code stands in the layer descriptor. */
public enum OperandKind {
  /** Multiply path only: e is the code, one scale multiplier per channel group. */
  CAG(0),
  /** Shift path and multiply path, one scale multiplier each. */
  HLUQ(1);

  private final int code;

  OperandKind(int code) {
    this.code = code;
  }

  /** Returns the number in the descriptor. */
  public int code() {
    return code;
  }
}
