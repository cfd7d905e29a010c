package io.samforge.calib.onnx;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses numbers by which ONNX Runtime divides without a look at them: zero ends the process.
 *
 * @param source what error messages call the model
 */
record NodeCheck(String source) {
  private static final Set<String> AT_LEAST_ONE =
      Set.of(
          "strides",
          "dilations",
          "kernel_shape",
          "group",
          "blocksize",
          "num_outputs",
          "num_groups");
  private static final Set<String> DIVISIONS = Set.of("Div", "Mod");

  /**
   * Checks all nodes, also those in the graphs inside control-flow nodes.
   *
   * @throws UserError naming the node and the attribute or the divisor
   */
  void check(ModelProto model) {
    check(model.getGraph(), new HashMap<>());
  }

  private void check(GraphProto graph, Map<String, TensorProto> outside) {
    Map<String, TensorProto> constants = new HashMap<>(outside);
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Constant") && node.getOutputCount() == 1) {
        OnnxGraph.attribute(node, "value")
            .ifPresent(value -> constants.put(node.getOutput(0), value.getT()));
      }
    }
    for (NodeProto node : graph.getNodeList()) {
      node.getAttributeList().forEach(attribute -> check(node, attribute));
      if (DIVISIONS.contains(node.getOpType()) && node.getInputCount() == 2) {
        checkDivision(node, constants.get(node.getInput(0)), constants.get(node.getInput(1)));
      }
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          check(attribute.getG(), constants);
        }
        attribute.getGraphsList().forEach(inside -> check(inside, constants));
      }
    }
  }

  private void check(NodeProto node, AttributeProto attribute) {
    if (!AT_LEAST_ONE.contains(attribute.getName())) {
      return;
    }
    List<Long> values = attribute.hasI() ? List.of(attribute.getI()) : attribute.getIntsList();
    if (values.stream().anyMatch(value -> value < 1)) {
      throw error(node, "%s %s; allowed: at least 1".formatted(attribute.getName(), values));
    }
  }

  private void checkDivision(NodeProto node, TensorProto dividend, TensorProto divisor) {
    if (divisor == null) {
      return;
    }
    if (OnnxTensorData.integers(divisor).anyMatch(value -> value == 0)) {
      throw error(node, "the divisor 0");
    }
    boolean smallest =
        dividend != null
            && OnnxTensorData.integers(dividend)
                .anyMatch(v -> v == Long.MIN_VALUE || v == Integer.MIN_VALUE);
    if (smallest && OnnxTensorData.integers(divisor).anyMatch(value -> value == -1)) {
      throw error(node, "a quotient that is no integer of its type");
    }
  }

  private UserError error(NodeProto node, String message) {
    String name =
        node.getName().isEmpty() ? String.join(", ", node.getOutputList()) : node.getName();
    return new UserError("the operator %s of %s has %s".formatted(name, source, message));
  }
}
