package io.samforge.calib.graph;

import com.google.protobuf.ByteString;
import io.samforge.calib.onnx.ElementType;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows the operators that do the same to every matrix of a batch, which is the first dimension of
 * all they read and write but for constants.
 *
 * @param graph the model
 * @param batch the number of matrices, at least 2
 */
record MatrixOperators(CanonicalGraph graph, long batch) {
  private static final Set<String> ELEMENTWISE = Set.of("Add", "Sub", "Mul", "Div", "Identity");

  /**
   * What has to change so that an operator takes any number of matrices.
   *
   * @return constants by the names of those that they replace; nothing if the operator is none that
   *     leaves matrices apart
   */
  Optional<Map<String, TensorProto>> shapesForAnyNumber(NodeProto node) {
    Optional<TensorType> output = graph.fixedFloats(node.getOutput(0)).filter(this::isBatch);
    if (output.isEmpty() || node.getOutputCount() != 1) {
      return Optional.empty();
    }
    return switch (node.getOpType()) {
      case "Reshape" -> reshape(node);
      case "Squeeze", "Unsqueeze" -> unchangedIf(isBatch(node.getInput(0)) && namesAxes(node));
      case "Softmax" -> unchangedIf(isBatch(node.getInput(0)) && axis(node, output.get()) != 0);
      default ->
          unchangedIf(
              ELEMENTWISE.contains(node.getOpType())
                  && node.getInputList().stream()
                      .allMatch(input -> isAligned(input, output.get().shape().size())));
    };
  }

  private static Optional<Map<String, TensorProto>> unchangedIf(boolean apart) {
    return apart ? Optional.of(Map.of()) : Optional.empty();
  }

  private boolean isBatch(TensorType type) {
    return !type.shape().isEmpty() && type.shape().get(0) == batch;
  }

  private boolean isBatch(String tensor) {
    return graph.fixedFloats(tensor).filter(this::isBatch).isPresent();
  }

  private boolean onlyConstants(NodeProto node) {
    return node.getInputList().stream().skip(1).allMatch(graph.onnx()::isConstant);
  }

  /** Whether the axes are written down: without them a single matrix would lose its dimension. */
  private boolean namesAxes(NodeProto node) {
    return onlyConstants(node)
        && (node.getInputCount() > 1 || OnnxGraph.attribute(node, "axes").isPresent());
  }

  /** Whether a tensor has a matrix for each of the result, or is a constant that all share. */
  private boolean isAligned(String tensor, int rank) {
    if (graph.onnx().isConstant(tensor)) {
      List<Long> shape = graph.onnx().constantShape(tensor);
      return shape.size() < rank || shape.get(0) == 1;
    }
    return graph
        .fixedFloats(tensor)
        .filter(type -> type.shape().size() == rank && isBatch(type))
        .isPresent();
  }

  /** The axis of a Softmax; without one it is the second or the last, depending on the version. */
  private static long axis(NodeProto node, TensorType type) {
    long axis = NodeAttributes.integer(node, "axis", -1);
    return axis < 0 ? axis + type.shape().size() : axis;
  }

  private Optional<Map<String, TensorProto>> reshape(NodeProto node) {
    if (!isBatch(node.getInput(0))
        || !onlyConstants(node)
        || NodeAttributes.integer(node, "allowzero", 0) != 0) {
      return Optional.empty();
    }
    String name = node.getInput(1);
    List<Long> shape = graph.fixedFloats(node.getOutput(0)).orElseThrow().shape();
    ByteBuffer numbers =
        ByteBuffer.allocate(shape.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    // Zero: the dimension of what is read.
    numbers.putLong(0);
    shape.stream().skip(1).forEach(numbers::putLong);
    TensorProto any =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(ElementType.INT64.code())
            .addDims(shape.size())
            .setRawData(ByteString.copyFrom(numbers.flip()))
            .build();
    return Optional.of(Map.of(name, any));
  }
}
