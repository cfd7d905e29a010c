package io.samforge.calib.synth;

import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.util.Arrays;
import java.util.List;

/**
 * Adds nodes inside one scope of a graph, in the form that the opset of the style asks for. Every
 * method returns the name of the tensor that the new node makes.
 */
final class Operators {
  private static final int AXES_ARE_INPUTS = 13;
  private static final int REDUCED_AXES_ARE_INPUTS = 18;

  private final GraphWriter graph;
  private final String path;

  Operators(GraphWriter graph) {
    this(graph, "");
  }

  private Operators(GraphWriter graph, String path) {
    this.graph = graph;
    this.path = path;
  }

  /** The same graph in the scope {@code name} below this one. */
  Operators in(String name) {
    return new Operators(graph, path + "/" + name);
  }

  GraphWriter graph() {
    return graph;
  }

  ExportStyle style() {
    return graph.style();
  }

  /** The scope in the form of parameter names: {@code blocks.0.attn}. */
  String parameterPath() {
    return path.isEmpty() ? "" : path.substring(1).replace('/', '.') + ".";
  }

  /** A node of one output. */
  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    return graph.node(path, operator, 1, inputs, attributes).get(0);
  }

  /** A node without attributes. */
  String apply(String operator, String... inputs) {
    return node(operator, List.of(inputs));
  }

  String constant(float value) {
    return constant(GraphWriter.floats("", new float[] {value}));
  }

  /** A float constant in a Constant node. */
  String constant(float[] values, long... shape) {
    return constant(GraphWriter.floats("", values, shape));
  }

  /** A whole number without dimensions. */
  String scalar(long value) {
    return constant(GraphWriter.integers(new long[] {value}));
  }

  /** Whole numbers in one dimension. */
  String vector(long... values) {
    return constant(GraphWriter.integers(values, values.length));
  }

  private String constant(TensorProto value) {
    return node("Constant", List.of(), Attribute.tensor("value", value));
  }

  /** Indices of the given shape. */
  String indices(long[] values, long... shape) {
    return constant(GraphWriter.integers(values, shape));
  }

  String transpose(String x, long... permutation) {
    return node("Transpose", List.of(x), Attribute.integers("perm", permutation));
  }

  String reshape(String x, String shape) {
    return apply("Reshape", x, shape);
  }

  String concat(int axis, String... parts) {
    return node("Concat", List.of(parts), Attribute.integer("axis", axis));
  }

  String gather(String x, int axis, String indices) {
    return node("Gather", List.of(x, indices), Attribute.integer("axis", axis));
  }

  String cast(String x, int type) {
    return node("Cast", List.of(x), Attribute.integer("to", type));
  }

  String softmax(String x) {
    return node("Softmax", List.of(x), Attribute.integer("axis", -1));
  }

  String unsqueeze(String x, int axis) {
    return alongAxes("Unsqueeze", x, AXES_ARE_INPUTS, axis);
  }

  String squeeze(String x, int axis) {
    return alongAxes("Squeeze", x, AXES_ARE_INPUTS, axis);
  }

  /** The mean along one axis, which stays as a dimension of one. */
  String mean(String x, int axis) {
    return alongAxes("ReduceMean", x, REDUCED_AXES_ARE_INPUTS, axis);
  }

  private String alongAxes(String operator, String x, int inputsFrom, long axis) {
    return style().opset() < inputsFrom
        ? node(operator, List.of(x), Attribute.integers("axes", axis))
        : node(operator, List.of(x, vector(axis)));
  }

  /** {@code parts} tensors of {@code size} elements of {@code axis} each. */
  List<String> split(String x, int axis, int parts, int size) {
    long[] sizes = new long[parts];
    Arrays.fill(sizes, size);
    AttributeProto along = Attribute.integer("axis", axis);
    return style().opset() < AXES_ARE_INPUTS
        ? graph.node(path, "Split", parts, List.of(x), along, Attribute.integers("split", sizes))
        : graph.node(path, "Split", parts, List.of(x, vector(sizes)), along);
  }

  /**
   * Elements {@code from} to {@code to}, exclusive, of one axis; all are vectors of one element.
   */
  String slice(String x, int axis, String from, String to) {
    return node("Slice", List.of(x, from, to, vector(axis), vector(1)));
  }

  /** Sizes of the axes {@code from} to {@code to}, exclusive, of {@code x}, as a vector. */
  String sizes(String x, int from, int to) {
    return slice(apply("Shape", x), 0, vector(from), vector(to));
  }

  String pad(String x, String pads) {
    return node("Pad", List.of(x, pads, ""), Attribute.text("mode", "constant"));
  }
}
