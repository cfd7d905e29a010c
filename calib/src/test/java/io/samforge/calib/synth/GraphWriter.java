package io.samforge.calib.synth;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.OperatorSetIdProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorShapeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorShapeProto.Dimension;
import io.samforge.calib.onnx.proto.OnnxProto.TypeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Collects the nodes, constants and parameters of one ONNX model and names them like a tracing
 * exporter: node {@code /blocks.0/attn/MatMul_1}, output {@code /blocks.0/attn/MatMul_1_output_0}.
 */
final class GraphWriter {
  static final int FLOAT = 1;
  static final int INT64 = 7;

  private static final int FIRST_FOLDED = 1000;
  private static final int OLD_IR_VERSION = 7;
  private static final int NEW_IR_VERSION = 9;
  private static final int NEW_IR_OPSET = 17;

  private final ExportStyle style;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("main_graph");
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, String> publicNames = new HashMap<>();

  GraphWriter(ExportStyle style) {
    this.style = style;
  }

  ExportStyle style() {
    return style;
  }

  /** Declares a float input; a dimension is a number or the name of an open one. */
  String input(String name, Object... shape) {
    graph.addInput(value(name, shape));
    return name;
  }

  /** Declares {@code tensor} as the output {@code name}; nodes inside read it under that name. */
  void output(String tensor, String name, Object... shape) {
    publicNames.put(tensor, name);
    graph.addOutput(value(name, shape));
  }

  /** Adds a node in the scope {@code path} and returns the name of each of its outputs. */
  List<String> node(
      String path,
      String operator,
      int outputs,
      List<String> inputs,
      AttributeProto... attributes) {
    String plain = path + "/" + operator;
    int count = counts.merge(plain, 1, Integer::sum) - 1;
    String name = count == 0 ? plain : plain + "_" + count;
    List<String> results =
        IntStream.range(0, outputs).mapToObj(i -> name + "_output_" + i).toList();
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addAllOutput(results)
            .addAllAttribute(Arrays.asList(attributes)));
    return results;
  }

  /** Adds a parameter of the network under its own name. */
  String parameter(String name, float[] values, long... shape) {
    graph.addInitializer(floats(name, values, shape));
    return name;
  }

  /** Adds a parameter that the exporter has rearranged and therefore numbers. */
  String folded(String reader, float[] values, long... shape) {
    int number = FIRST_FOLDED + graph.getInitializerCount();
    return parameter("onnx::%s_%d".formatted(reader, number), values, shape);
  }

  static TensorProto floats(String name, float[] values, long... shape) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return tensor(name, FLOAT, bytes, shape);
  }

  static TensorProto integers(long[] values, long... shape) {
    byte[] bytes = new byte[values.length * Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return tensor("", INT64, bytes, shape);
  }

  private static TensorProto tensor(String name, int type, byte[] bytes, long... shape) {
    // The array is not written to any more: no copy of a big model's weights.
    ByteString raw = UnsafeByteOperations.unsafeWrap(bytes);
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type)
        .addAllDims(Arrays.stream(shape).boxed().toList())
        .setRawData(raw)
        .build();
  }

  /** The finished model; the writer may not be used afterwards. */
  SyntheticModel model() {
    graph.getNodeBuilderList().forEach(this::publish);
    return new SyntheticModel(
        ModelProto.newBuilder()
            .setIrVersion(style.opset() < NEW_IR_OPSET ? OLD_IR_VERSION : NEW_IR_VERSION)
            .setGraph(graph)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(style.opset()))
            .build());
  }

  private void publish(NodeProto.Builder node) {
    for (int i = 0; i < node.getInputCount(); i++) {
      node.setInput(i, publicNames.getOrDefault(node.getInput(i), node.getInput(i)));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      node.setOutput(i, publicNames.getOrDefault(node.getOutput(i), node.getOutput(i)));
    }
  }

  private static ValueInfoProto value(String name, Object... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dimension : dimensions) {
      shape.addDim(
          dimension instanceof Integer size
              ? Dimension.newBuilder().setDimValue(size)
              : Dimension.newBuilder().setDimParam(dimension.toString()));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
        .build();
  }
}
