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
public final class SmallGraph {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("small");
  private int operatorSet = 12;

  /** Chooses the version of the operators, 12 if not chosen. */
  public SmallGraph operators(int version) {
    operatorSet = version;
    return this;
  }

  public SmallGraph input(String name) {
    graph.addInput(value(name));
    return this;
  }

  /** A float input; a dimension is a number or the name of an open one. */
  public SmallGraph input(String name, Object... dimensions) {
    ValueInfoProto.Builder value = value(name).toBuilder();
    var shape = value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    for (Object dimension : dimensions) {
      if (dimension instanceof String symbol) {
        shape.addDimBuilder().setDimParam(symbol);
      } else {
        shape.addDimBuilder().setDimValue(((Number) dimension).longValue());
      }
    }
    graph.addInput(value);
    return this;
  }

  public SmallGraph output(String name) {
    graph.addOutput(value(name));
    return this;
  }

  public SmallGraph initializer(String name, List<Long> shape, float... values) {
    graph.addInitializer(tensor(name, shape, values));
    return this;
  }

  /** An initializer whose elements are in the typed field instead of raw bytes. */
  public SmallGraph typedInitializer(String name, List<Long> shape, float... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(1).addAllDims(shape);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** An initializer that is a list of integers. */
  public SmallGraph integers(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(7).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** Any initializer. */
  public SmallGraph initializer(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  public SmallGraph constant(String name, float value) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName("value").setType(4).setT(tensor("", List.of(), value));
    graph.addNode(
        NodeProto.newBuilder().setOpType("Constant").addOutput(name).addAttribute(attribute));
    return this;
  }

  public SmallGraph node(String operator, String name, String output, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addAllInput(List.of(inputs))
            .addOutput(output));
    return this;
  }

  /** A node with attributes. */
  public SmallGraph node(
      String operator, String output, List<String> inputs, AttributeProto... attributes) {
    return node(operator, inputs, List.of(output), attributes);
  }

  /** A node with several outputs. */
  public SmallGraph node(
      String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName("/" + outputs.get(0) + "/" + operator)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
    return this;
  }

  /** An attribute that is a list of integers. */
  public static AttributeProto integers(String name, List<Long> values) {
    return AttributeProto.newBuilder().setName(name).setType(7).addAllInts(values).build();
  }

  /** An attribute that is an integer. */
  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(2).setI(value).build();
  }

  /** An attribute that is a number. */
  public static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder().setName(name).setType(1).setF(value).build();
  }

  /** An attribute that is a text. */
  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(3)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  public SmallGraph gemm(String name, String output, int transB, float alpha, String... inputs) {
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

  public ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(operatorSet))
        .build();
  }

  public OnnxGraph graph() {
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
