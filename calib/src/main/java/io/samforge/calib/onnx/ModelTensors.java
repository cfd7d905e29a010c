package io.samforge.calib.onnx;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Replaces every constant of a model: initializers and attributes, also in the graphs inside
 * control-flow nodes.
 *
 * @param source what error messages call the model
 * @param replacement gives the tensor that takes the place of another
 */
record ModelTensors(String source, UnaryOperator<TensorProto> replacement) {
  private static final int SPARSE_INITIALIZERS = 15;
  private static final List<Integer> SPARSE_ATTRIBUTES = List.of(22, 23);

  /**
   * The model with its constants replaced.
   *
   * @throws UserError if it has sparse tensors
   */
  ModelProto in(ModelProto model) {
    return model.toBuilder().setGraph(in(model.getGraph())).build();
  }

  private GraphProto in(GraphProto graph) {
    refuse(graph.getUnknownFields().hasField(SPARSE_INITIALIZERS));
    GraphProto.Builder result = graph.toBuilder().clearInitializer().clearNode();
    graph.getInitializerList().forEach(t -> result.addInitializer(replacement.apply(t)));
    graph.getNodeList().forEach(node -> result.addNode(in(node)));
    return result.build();
  }

  private NodeProto in(NodeProto node) {
    NodeProto.Builder result = node.toBuilder().clearAttribute();
    node.getAttributeList().forEach(attribute -> result.addAttribute(in(attribute)));
    return result.build();
  }

  private AttributeProto in(AttributeProto attribute) {
    refuse(SPARSE_ATTRIBUTES.stream().anyMatch(attribute.getUnknownFields()::hasField));
    AttributeProto.Builder result = attribute.toBuilder().clearTensors().clearGraphs();
    if (attribute.hasT()) {
      result.setT(replacement.apply(attribute.getT()));
    }
    if (attribute.hasG()) {
      result.setG(in(attribute.getG()));
    }
    attribute.getTensorsList().forEach(t -> result.addTensors(replacement.apply(t)));
    attribute.getGraphsList().forEach(g -> result.addGraphs(in(g)));
    return result.build();
  }

  private void refuse(boolean sparse) {
    if (sparse) {
      throw new UserError(source + " has sparse tensors, which are not supported");
    }
  }
}
