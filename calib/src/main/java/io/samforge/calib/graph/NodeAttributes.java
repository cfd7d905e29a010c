package io.samforge.calib.graph;

import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.List;

/** Attributes of a node with the values that ONNX gives them when they are absent. */
final class NodeAttributes {
  private NodeAttributes() {}

  static long integer(NodeProto node, String name, long otherwise) {
    return OnnxGraph.attribute(node, name).map(AttributeProto::getI).orElse(otherwise);
  }

  static float number(NodeProto node, String name, float otherwise) {
    return OnnxGraph.attribute(node, name).map(AttributeProto::getF).orElse(otherwise);
  }

  static String text(NodeProto node, String name, String otherwise) {
    return OnnxGraph.attribute(node, name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  static List<Long> integers(NodeProto node, String name, List<Long> otherwise) {
    return OnnxGraph.attribute(node, name)
        .map(AttributeProto::getIntsList)
        .filter(values -> !values.isEmpty())
        .orElse(otherwise);
  }
}
