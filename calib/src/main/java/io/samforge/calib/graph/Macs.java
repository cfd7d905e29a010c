package io.samforge.calib.graph;

import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts multiply-accumulate operations; 0 where a shape is unknown or nothing is multiplied and
 * added up.
 *
 * @param graph the model
 */
record Macs(CanonicalGraph graph) {
  /** The multiply-accumulate operations of {@code node}. */
  long of(NodeProto node) {
    List<Long> left = shape(node, 0);
    List<Long> right = shape(node, 1);
    TensorType result = graph.types().get(node.getOutput(0));
    if (left.isEmpty() || right.isEmpty() || result == null || !result.isFixed()) {
      return 0;
    }
    long outputs = result.elements();
    return switch (node.getOpType()) {
      case "Gemm", "MatMul" -> outputs * left.get(left.size() - 1);
      case "Conv" -> outputs * product(right.subList(1, right.size()));
      case "ConvTranspose" -> product(left) * product(right.subList(1, right.size()));
      case "Einsum" -> einsum(node);
      default -> 0;
    };
  }

  /** The product of all different indices of an equation of two operands. */
  private long einsum(NodeProto node) {
    String equation = NodeAttributes.text(node, "equation", "").replace(" ", "");
    String[] operands = equation.split("->", -1)[0].split(",", -1);
    Map<Character, Long> sizes = new HashMap<>();
    for (int i = 0; i < operands.length && operands.length == 2; i++) {
      List<Long> shape = shape(node, i);
      for (int d = 0; d < shape.size() && operands[i].length() == shape.size(); d++) {
        sizes.put(operands[i].charAt(d), shape.get(d));
      }
    }
    return sizes.isEmpty() ? 0 : product(List.copyOf(sizes.values()));
  }

  private List<Long> shape(NodeProto node, int input) {
    if (input >= node.getInputCount()) {
      return List.of();
    }
    String tensor = node.getInput(input);
    TensorType type = graph.types().get(tensor);
    if (type != null) {
      return type.isFixed() ? type.shape() : List.of();
    }
    return graph.onnx().constantShape(tensor);
  }

  private static long product(List<Long> sizes) {
    return sizes.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }
}
