package io.samforge.arch.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A model as a list of steps.
 *
 * @param name the name of the model, such as {@code encoder}
 * @param inputs tensors that the caller gives
 * @param outputs tensors that the caller gets
 * @param steps the steps in an order in which every tensor is written before it is read
 */
public record StagedGraph(
    String name, List<TensorShape> inputs, List<TensorShape> outputs, List<ModelStep> steps) {
  /** Refuses tensors that are read before they are written, or written twice. */
  public StagedGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    steps = List.copyOf(steps);
    Set<String> known = new HashSet<>();
    inputs.forEach(input -> known.add(input.name()));
    Set<String> names = new HashSet<>();
    for (ModelStep step : steps) {
      require(names.add(step.name()), name, "two steps are called " + step.name());
      for (String input : step.inputs()) {
        require(known.contains(input), name, step.name() + " reads " + input + " too early");
      }
      for (String output : step.outputs()) {
        require(known.add(output), name, output + " is written twice");
      }
    }
    for (TensorShape output : outputs) {
      require(known.contains(output.name()), name, "no step writes " + output.name());
    }
  }

  /** Returns the steps with constant weights, in order. */
  public Stream<LinearStep> linearSteps() {
    return steps.stream().filter(LinearStep.class::isInstance).map(LinearStep.class::cast);
  }

  /** Returns the products of two activations, in order. */
  public Stream<ProductStep> productSteps() {
    return steps.stream().filter(ProductStep.class::isInstance).map(ProductStep.class::cast);
  }

  private static void require(boolean condition, String graph, String message) {
    if (!condition) {
      throw new IllegalArgumentException("graph " + graph + ": " + message);
    }
  }
}
