package io.samforge.arch.config;

/** The arithmetic of the matrix engine. */
public enum Arithmetic {
  /** Integer products with a multiply path and a shift path: CAG and HLUQ operands. */
  HYBRID
}
