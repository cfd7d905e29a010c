package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.protobuf.InvalidProtocolBufferException;
import io.samforge.arch.UserError;
import io.samforge.arch.model.HostStep;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A part of a model that stays on the host, computed with tensors of PyTorch. */
final class HostPart {
  private final HostStep step;
  private final GraphProto graph;
  private final HostOperators operators;
  private final Map<String, NDArray> constants = new HashMap<>();

  /**
   * Reads a part.
   *
   * @param part the serialised ONNX model
   * @throws UserError when the part is damaged
   */
  HostPart(HostStep step, byte[] part, HostOperators operators) {
    this.step = step;
    this.operators = operators;
    try {
      this.graph = ModelProto.parseFrom(part).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new UserError("the host part %s is no ONNX model".formatted(step.name()), e);
    }
  }

  /** Returns the operators of the part that are not known. */
  List<String> unknownOperators() {
    return graph.getNodeList().stream()
        .map(node -> new HostNode(node).operator())
        .filter(name -> !name.equals("Constant") && operators.find(name).isEmpty())
        .distinct()
        .toList();
  }

  /** Makes tensors of the constants; they live as long as the manager. */
  void load(NDManager manager) {
    for (TensorProto tensor : graph.getInitializerList()) {
      constants.put(tensor.getName(), HostConstants.of(manager, tensor));
    }
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Constant")) {
        constants.put(node.getOutput(0), HostConstants.of(manager, node.getAttribute(0).getT()));
      }
    }
  }

  /**
   * Computes the outputs of the step and adds them to the tensors.
   *
   * @param tensors values by their names, with all inputs of the step
   * @throws IllegalArgumentException when a node uses a form of its operator that is not supported
   */
  void run(Map<String, NDArray> tensors) {
    Map<String, NDArray> values = new HashMap<>(constants);
    step.inputs().forEach(name -> values.put(name, tensors.get(name)));
    for (NodeProto node : graph.getNodeList()) {
      if (!node.getOpType().equals("Constant")) {
        List<NDArray> inputs = new ArrayList<>();
        node.getInputList().forEach(name -> inputs.add(values.get(name)));
        HostNode attributes = new HostNode(node);
        HostOperator operator = operators.find(attributes.operator()).orElseThrow();
        List<NDArray> outputs = operator.apply(attributes, inputs);
        for (int i = 0; i < outputs.size(); i++) {
          values.put(node.getOutput(i), outputs.get(i));
        }
      }
    }
    step.outputs().forEach(name -> tensors.put(name, values.get(name)));
  }

  /** Refuses a form of an operator that is not supported. */
  static void require(boolean supported, String otherwise) {
    if (!supported) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
