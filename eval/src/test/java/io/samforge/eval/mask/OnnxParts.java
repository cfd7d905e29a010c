package io.samforge.eval.mask;

import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.OperatorSetIdProto;
import io.samforge.calib.onnx.proto.OnnxProto.TypeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.util.Arrays;
import java.util.List;

/** ONNX models of a few nodes, as the host parts of packages made in tests. */
public final class OnnxParts {
  private OnnxParts() {}

  /** A node with one output. */
  public static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  /** An attribute that is a number. */
  public static AttributeProto.Builder integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(2).setI(value);
  }

  /** An attribute that is a list of numbers. */
  public static AttributeProto.Builder integers(String name, long... values) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name).setType(7);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute;
  }

  /** A serialised model of some nodes. */
  public static byte[] part(List<String> inputs, List<String> outputs, NodeProto.Builder... nodes) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("part");
    inputs.forEach(input -> graph.addInput(value(input)));
    outputs.forEach(output -> graph.addOutput(value(output)));
    Arrays.stream(nodes).forEach(graph::addNode);
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static ValueInfoProto value(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(1)))
        .build();
  }
}
