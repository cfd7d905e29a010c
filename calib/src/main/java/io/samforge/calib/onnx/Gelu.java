package io.samforge.calib.onnx;

import java.util.Set;

/**
 * A GELU that a graph computes with one node or several.
 *
 * @param input the tensor it is applied to
 * @param output the tensor that holds the result
 * @param exact whether it is {@code y/2 (1 + erf(y / sqrt 2))}, not an approximation
 * @param tensors everything that its nodes make, the result included; complete only if exact
 */
public record Gelu(String input, String output, boolean exact, Set<String> tensors) {
  /** Copies the set. */
  public Gelu {
    tensors = Set.copyOf(tensors);
  }
}
