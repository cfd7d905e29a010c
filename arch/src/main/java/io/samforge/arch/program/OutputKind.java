package io.samforge.arch.program;

/** What a layer writes (architecture, section 4); the code stands in the layer descriptor. */
public enum OutputKind {
  /** The 32 bits of every float. */
  RAW(0),
  /** Activation codes from one threshold list per bank. */
  CODES(1),
  /** Activation codes from the two threshold lists on both sides of GELU's minimum. */
  CODES_TWO_BRANCH(2),
  /** The 32 bits of every float, +0 for those whose sign is set; with FP32 operands only. */
  RELU(3),
  /** Every float rounded to 16 bits; with codes as operands and {@code halfOutputs} only. */
  HALF(4);

  private final int code;

  OutputKind(int code) {
    this.code = code;
  }

  /** Returns the number in the descriptor. */
  public int code() {
    return code;
  }

  /** Returns the bits of one output element. */
  public int elementBits(int activationBits) {
    return switch (this) {
      case RAW, RELU -> Float.SIZE;
      case HALF -> Short.SIZE;
      case CODES, CODES_TWO_BRANCH -> activationBits;
    };
  }

  /** Returns whether the elements are floats. */
  public boolean isRaw() {
    return this == RAW || this == RELU || this == HALF;
  }
}
