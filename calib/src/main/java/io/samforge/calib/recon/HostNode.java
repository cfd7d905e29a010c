package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * The attributes of a node of a host part.
 *
 * @param proto the node
 */
record HostNode(NodeProto proto) {
  /** Returns the operator with its domain, unless that is ONNX's own. */
  String operator() {
    return proto.getDomain().isEmpty()
        ? proto.getOpType()
        : proto.getDomain() + "::" + proto.getOpType();
  }

  boolean has(String name) {
    return attribute(name).isPresent();
  }

  int integer(String name, int otherwise) {
    return attribute(name).map(a -> Math.toIntExact(a.getI())).orElse(otherwise);
  }

  float number(String name, float otherwise) {
    return attribute(name).map(AttributeProto::getF).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return attribute(name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  List<Long> integers(String name, List<Long> otherwise) {
    return attribute(name).map(AttributeProto::getIntsList).orElse(otherwise);
  }

  /**
   * Returns integers that older versions of an operator have as an attribute and newer ones as an
   * input; empty when both are absent.
   */
  Optional<long[]> integers(String name, List<NDArray> inputs, int input) {
    if (input < inputs.size() && inputs.get(input) != null) {
      return Optional.of(inputs.get(input).toLongArray());
    }
    return attribute(name).map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray());
  }

  private Optional<AttributeProto> attribute(String name) {
    return OnnxGraph.attribute(proto, name);
  }
}
