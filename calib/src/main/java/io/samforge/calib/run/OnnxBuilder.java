package io.samforge.calib.run;

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
import java.util.Arrays;
import java.util.List;

/** Builds small ONNX models: a chain of operators that starts at the inputs. */
final class OnnxBuilder {
  private static final int IR_VERSION = 9;

  /** The first version with an operator for exact GELU. */
  private static final int OPERATOR_SET = 20;

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("function");

  /** Adds a float input whose shape is given when the model runs. */
  OnnxBuilder input(String name) {
    graph.addInput(value(name));
    return this;
  }

  /** Adds a float constant. */
  OnnxBuilder constant(String name, List<Long> shape, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(name, FLOAT, shape, bytes);
  }

  /** Adds a list of integers as a constant. */
  OnnxBuilder constant(String name, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(name, INT64, List.of((long) values.length), bytes);
  }

  private OnnxBuilder constant(String name, int type, List<Long> shape, ByteBuffer bytes) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .addAllDims(shape)
            .setRawData(ByteString.copyFrom(bytes)));
    return this;
  }

  /** Adds an operator. */
  OnnxBuilder node(
      String operator, List<String> inputs, String output, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(attributes)));
    return this;
  }

  /** Returns an integer attribute. */
  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(ATTRIBUTE_INT).setI(value).build();
  }

  /** Returns an attribute that is a list of integers. */
  static AttributeProto attribute(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(ATTRIBUTE_INTS)
        .addAllInts(values)
        .build();
  }

  /** Returns the serialised model with one output. */
  byte[] model(String output) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setGraph(graph.clone().addOutput(value(output)))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
        .build()
        .toByteArray();
  }

  private static ValueInfoProto value(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT)))
        .build();
  }
}
