package io.samforge.arch.config;

/** The arithmetic of the matrix engine. */
public enum Arithmetic {
  /** Integer products with a multiply path and a shift path: CAG, HLUQ, log2 and wide operands. */
  HYBRID,
  /** Products and sums of binary32 numbers: the floating-point twin. */
  FP32
}
