package io.samforge.calib.onnx;

import com.google.protobuf.ByteString;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.OperatorSetIdProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import io.samforge.calib.onnx.proto.OnnxProto.TypeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Builds ONNX models of a few nodes for tests. */
final class SmallGraph {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("small");

  SmallGraph input(String name) {
    graph.addInput(value(name));
    return this;
  }

  SmallGraph output(String name) {
    graph.addOutput(value(name));
    return this;
  }

  SmallGraph initializer(String name, List<Long> shape, float... values) {
    graph.addInitializer(tensor(name, shape, values));
    return this;
  }

  /** An initializer whose elements are in the typed field instead of raw bytes. */
  SmallGraph typedInitializer(String name, List<Long> shape, float... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(1).addAllDims(shape);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  SmallGraph constant(String name, float value) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName("value").setType(4).setT(tensor("", List.of(), value));
    graph.addNode(
        NodeProto.newBuilder().setOpType("Constant").addOutput(name).addAttribute(attribute));
    return this;
  }

  SmallGraph node(String operator, String name, String output, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addAllInput(List.of(inputs))
            .addOutput(output));
    return this;
  }

  SmallGraph gemm(String name, String output, int transB, float alpha, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Gemm")
            .setName(name)
            .addAllInput(List.of(inputs))
            .addOutput(output)
            .addAttribute(AttributeProto.newBuilder().setName("transB").setType(2).setI(transB))
            .addAttribute(AttributeProto.newBuilder().setName("alpha").setType(1).setF(alpha)));
    return this;
  }

  ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(12))
        .build();
  }

  OnnxGraph graph() {
    return new OnnxGraph(model(), "small.onnx");
  }

  private static TensorProto tensor(String name, List<Long> shape, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(1)
        .addAllDims(shape)
        .setRawData(ByteString.copyFrom(bytes))
        .build();
  }

  private static ValueInfoProto value(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(1)))
        .build();
  }
}
