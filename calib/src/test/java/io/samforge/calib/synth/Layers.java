package io.samforge.calib.synth;

import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import java.util.List;

/**
 * Adds layers with random weights inside one scope of a graph. The parameters are called like those
 * of the network: {@code blocks.0.attn.qkv.weight}. Every method returns the tensor it makes.
 */
final class Layers {
  /** Added to the variance by every normalisation. */
  static final float EPSILON = 1e-6f;

  private static final double BIAS = 0.1;

  private final Operators at;
  private final RandomWeights random;

  Layers(Operators at, RandomWeights random) {
    this.at = at;
    this.random = random;
  }

  /** The scope {@code name} below this one. */
  Layers in(String name) {
    return new Layers(at.in(name), random);
  }

  Operators at() {
    return at;
  }

  RandomWeights random() {
    return random;
  }

  ShapeArithmetic shapes() {
    return new ShapeArithmetic(at);
  }

  /** The name of a parameter of this scope. */
  String name(String parameter) {
    return at.parameterPath() + parameter;
  }

  /** A fully connected layer on the last of any number of axes: MatMul and Add. */
  String linear(String x, String name, int outputs, int inputs) {
    Layers layer = in(name);
    float[] weights =
        transposed(random.matrix(layer.name("weight"), outputs, inputs), outputs, inputs);
    String product =
        layer.at.apply("MatMul", x, at.graph().folded("MatMul", weights, inputs, outputs));
    return layer.at.apply("Add", layer.bias(outputs), product);
  }

  /** A fully connected layer on a matrix: Gemm with the weights as the network keeps them. */
  String gemm(String x, String name, int outputs, int inputs) {
    Layers layer = in(name);
    float[] weights = random.matrix(layer.name("weight"), outputs, inputs);
    String matrix = at.graph().parameter(layer.name("weight"), weights, outputs, inputs);
    return layer.at.node(
        "Gemm",
        List.of(x, matrix, layer.bias(outputs)),
        Attribute.number("alpha", 1),
        Attribute.number("beta", 1),
        Attribute.integer("transB", 1));
  }

  private String bias(int outputs) {
    float[] values = random.normal(name("bias"), outputs, 0, BIAS);
    return at.graph().parameter(name("bias"), values, outputs);
  }

  /** A convolution with a square kernel. */
  String convolution(String x, String name, Kernel kernel) {
    Layers layer = in(name);
    int inputs = kernel.inputs() / kernel.groups();
    int fanIn = inputs * kernel.side() * kernel.side();
    float[] weights = random.matrix(layer.name("weight"), kernel.outputs(), fanIn);
    String w =
        at.graph()
            .parameter(
                layer.name("weight"),
                weights,
                kernel.outputs(),
                inputs,
                kernel.side(),
                kernel.side());
    List<String> operands =
        kernel.bias() ? List.of(x, w, layer.bias(kernel.outputs())) : List.of(x, w);
    long pad = kernel.pad();
    return layer.at.node(
        "Conv", operands, window(kernel.side(), kernel.stride(), kernel.groups(), pad));
  }

  /** A transposed convolution whose kernel of two by two does not overlap: twice the resolution. */
  String upscale(String x, String name, int outputs, int inputs) {
    Layers layer = in(name);
    float[] weights =
        random.normal(layer.name("weight"), inputs * outputs * 4, 0, 1 / Math.sqrt(inputs));
    String w = at.graph().parameter(layer.name("weight"), weights, inputs, outputs, 2, 2);
    return layer.at.node("ConvTranspose", List.of(x, w, layer.bias(outputs)), window(2, 2, 1, 0));
  }

  private static AttributeProto[] window(long side, long stride, long groups, long pad) {
    return new AttributeProto[] {
      Attribute.integers("dilations", 1, 1),
      Attribute.integer("group", groups),
      Attribute.integers("kernel_shape", side, side),
      Attribute.integers("pads", pad, pad, pad, pad),
      Attribute.integers("strides", stride, stride)
    };
  }

  /** LayerNorm over the last axis. */
  String layerNorm(String x, String name, int channels) {
    Layers layer = in(name);
    float[] gains = random.gains(layer.name("weight"), channels);
    float[] shifts = random.normal(layer.name("bias"), channels, 0, BIAS);
    String gain = at.graph().parameter(layer.name("weight"), gains, channels);
    String shift = at.graph().parameter(layer.name("bias"), shifts, channels);
    if (at.style().fusedNorm()) {
      return layer.at.node(
          "LayerNormalization",
          List.of(x, gain, shift),
          Attribute.integer("axis", -1),
          Attribute.number("epsilon", EPSILON));
    }
    String normal = layer.normalised(x, -1, EPSILON);
    return layer.at.apply("Add", layer.at.apply("Mul", normal, gain), shift);
  }

  /** LayerNorm over the channels of an image, which no exporter fuses. */
  String channelNorm(String x, String name, int channels) {
    Layers layer = in(name);
    float[] gains = random.gains(layer.name("weight"), channels);
    float[] shifts = random.normal(layer.name("bias"), channels, 0, BIAS);
    String gain = at.graph().folded("Mul", gains, channels, 1, 1);
    String normal = layer.normalised(x, 1, EPSILON);
    String scaled = layer.at.apply("Mul", gain, normal);
    return layer.at.apply("Add", scaled, at.graph().folded("Add", shifts, channels, 1, 1));
  }

  private String normalised(String x, int axis, float epsilon) {
    String centred = at.apply("Sub", x, at.mean(x, axis));
    String variance = at.mean(at.apply("Pow", centred, at.constant(2)), axis);
    String deviation = at.apply("Sqrt", at.apply("Add", variance, at.constant(epsilon)));
    return at.apply("Div", centred, deviation);
  }

  /** The exact GELU in the scope {@code name}. */
  String gelu(String x, String name) {
    Operators gelu = at.in(name);
    if (at.style().fusedGelu()) {
      return gelu.node("Gelu", List.of(x), Attribute.text("approximate", "none"));
    }
    String erf = gelu.apply("Erf", gelu.apply("Div", x, gelu.constant((float) Math.sqrt(2))));
    String product = gelu.apply("Mul", x, gelu.apply("Add", erf, gelu.constant(1)));
    return gelu.apply("Mul", product, gelu.constant(0.5f));
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = matrix[r * columns + c];
      }
    }
    return result;
  }
}
