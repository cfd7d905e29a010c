package io.samforge.calib.graph;

import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows the operators that move values and do not change them.
 *
 * @param graph the model
 */
record Layout(CanonicalGraph graph) {
  private static final Set<String> MOVES =
      Set.of(
          "Reshape",
          "Transpose",
          "Pad",
          "Slice",
          "Split",
          "Squeeze",
          "Unsqueeze",
          "Flatten",
          "Gather",
          "Expand",
          "Cast",
          "Identity",
          "Dropout");
  private static final Set<String> RENAMES =
      Set.of("Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity");
  private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div");

  /** The tensor whose values {@code node} moves, if it does nothing else. */
  Optional<String> moved(NodeProto node) {
    return MOVES.contains(node.getOpType()) && node.getInputCount() > 0
        ? Optional.of(node.getInput(0))
        : Optional.empty();
  }

  /** The same, or the tensor that {@code node} multiplies with a constant scalar. */
  Optional<String> scaled(NodeProto node) {
    return moved(node).or(() -> withConstant(node, Set.of("Mul", "Div"), true));
  }

  /** The same, or the tensor that {@code node} joins with any constant. */
  Optional<String> prepared(NodeProto node) {
    return moved(node).or(() -> withConstant(node, ARITHMETIC, false));
  }

  /**
   * Whether {@code node} only gives a tensor another shape in which the last dimension, the
   * channels, is the same.
   */
  boolean keepsRows(NodeProto node) {
    if (!RENAMES.contains(node.getOpType())) {
      return false;
    }
    Optional<TensorType> from = graph.fixedFloats(node.getInput(0));
    Optional<TensorType> to = graph.fixedFloats(node.getOutput(0));
    return from.isPresent()
        && to.isPresent()
        && !from.get().shape().isEmpty()
        && !to.get().shape().isEmpty()
        && from.get().last() == to.get().last()
        && from.get().elements() == to.get().elements();
  }

  private Optional<String> withConstant(NodeProto node, Set<String> operators, boolean scalar) {
    if (!operators.contains(node.getOpType()) || node.getInputCount() != 2) {
      return Optional.empty();
    }
    OnnxGraph onnx = graph.onnx();
    List<String> inputs = node.getInputList();
    for (int i = 0; i < 2; i++) {
      String constant = inputs.get(i);
      boolean divided = node.getOpType().equals("Div") && i == 0;
      if (!divided && (scalar ? onnx.scalar(constant).isPresent() : onnx.isConstant(constant))) {
        return Optional.of(inputs.get(1 - i));
      }
    }
    return Optional.empty();
  }
}
