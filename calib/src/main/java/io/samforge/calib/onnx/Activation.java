package io.samforge.calib.onnx;

/** The function applied to the output of a linear layer before anything else reads it. */
public sealed interface Activation {
  /** No function: the output is used as it is. */
  record None() implements Activation {}

  /**
   * The exact GELU, {@code y/2 (1 + erf(y / sqrt 2))}.
   *
   * @param output tensor that holds the result
   */
  record Gelu(String output) implements Activation {}

  /**
   * The rectifier, {@code max(0, y)}.
   *
   * @param output tensor that holds the result
   */
  record Relu(String output) implements Activation {}
}
