package io.samforge.calib.onnx;

import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.LinkedHashSet;
import java.util.Set;

/** The tensors that a node reads: its inputs, and what the graphs inside it take from outside. */
final class NodeReads {
  private final Set<String> names = new LinkedHashSet<>();

  private NodeReads() {}

  /** The names of the tensors, each once. */
  static Set<String> of(NodeProto node) {
    NodeReads reads = new NodeReads();
    reads.node(node);
    reads.names.remove("");
    return reads.names;
  }

  private void node(NodeProto node) {
    names.addAll(node.getInputList());
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        graph(attribute.getG());
      }
      attribute.getGraphsList().forEach(this::graph);
    }
  }

  private void graph(GraphProto graph) {
    NodeReads inside = new NodeReads();
    graph.getNodeList().forEach(inside::node);
    graph.getOutputList().forEach(output -> inside.names.add(output.getName()));
    graph.getNodeList().forEach(node -> node.getOutputList().forEach(inside.names::remove));
    graph.getInputList().forEach(input -> inside.names.remove(input.getName()));
    graph.getInitializerList().forEach(tensor -> inside.names.remove(tensor.getName()));
    names.addAll(inside.names);
  }
}
