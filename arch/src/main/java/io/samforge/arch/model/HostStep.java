package io.samforge.arch.model;

import java.util.List;

/**
 * Operators that stay on the host: a part of the model as an ONNX graph of its own.
 *
 * @param name the name of the step, also that of its ONNX part
 * @param inputs tensors that the part reads, named as the inputs of its graph
 * @param outputs tensors that the part writes, named as the outputs of its graph
 */
public record HostStep(String name, List<String> inputs, List<String> outputs)
    implements ModelStep {
  /**
   * The name of the first dimension of all inputs and outputs of a part between two products that
   * takes any number of matrices and computes each by itself (architecture, section 13).
   */
  public static final String PRODUCTS = "products";

  /** Copies the lists. */
  public HostStep {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
