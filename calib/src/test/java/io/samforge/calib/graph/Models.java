package io.samforge.calib.graph;

import io.samforge.calib.onnx.SmallGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Small models for tests, with random constants. */
final class Models {
  private final SmallGraph graph;
  private final Random random;

  Models(Random random) {
    this.graph = new SmallGraph();
    this.random = random;
  }

  /** The model so far. */
  SmallGraph graph() {
    return graph;
  }

  /** Adds an initializer of normal values. */
  Models random(String name, long... shape) {
    int elements = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) (random.nextGaussian() / 2);
    }
    graph.initializer(name, LongStream.of(shape).boxed().toList(), values);
    return this;
  }

  /** Adds MatMul with random weights and Add with a random bias. */
  Models linear(String name, String input, int inputs, int outputs) {
    random(name + ".weight", inputs, outputs);
    random(name + ".bias", outputs);
    graph.node("MatMul", "/" + name + "/MatMul", name + "_product", input, name + ".weight");
    graph.node("Add", "/" + name + "/Add", name, name + "_product", name + ".bias");
    return this;
  }

  /** Adds a convolution with random weights and bias. */
  Models conv(String name, String input, long inputs, long outputs, long kernel, long stride) {
    random(name + ".weight", outputs, inputs, kernel, kernel);
    random(name + ".bias", outputs);
    long padding = stride == 1 ? kernel / 2 : 0;
    graph.node(
        "Conv",
        name,
        List.of(input, name + ".weight", name + ".bias"),
        SmallGraph.integers("strides", List.of(stride, stride)),
        SmallGraph.integers("kernel_shape", List.of(kernel, kernel)),
        SmallGraph.integers("pads", List.of(padding, padding, padding, padding)));
    return this;
  }

  /** Adds GELU spelled out as exporters do. */
  Models gelu(String name, String input) {
    graph
        .constant(name + "_root", (float) Math.sqrt(2))
        .constant(name + "_one", 1)
        .constant(name + "_half", 0.5f)
        .node("Div", "", name + "_a", input, name + "_root")
        .node("Erf", "", name + "_b", name + "_a")
        .node("Add", "", name + "_c", name + "_b", name + "_one")
        .node("Mul", "", name + "_d", input, name + "_c")
        .node("Mul", "", name, name + "_d", name + "_half");
    return this;
  }

  /** Adds the approximation of GELU with a hyperbolic tangent. */
  Models tanhGelu(String name, String input) {
    graph
        .constant(name + "_three", 3)
        .constant(name + "_cubic", 0.044715f)
        .constant(name + "_root", (float) Math.sqrt(2 / Math.PI))
        .constant(name + "_one", 1)
        .constant(name + "_half", 0.5f)
        .node("Pow", "", name + "_a", input, name + "_three")
        .node("Mul", "", name + "_b", name + "_a", name + "_cubic")
        .node("Add", "", name + "_c", input, name + "_b")
        .node("Mul", "", name + "_d", name + "_c", name + "_root")
        .node("Tanh", "", name + "_e", name + "_d")
        .node("Add", "", name + "_f", name + "_e", name + "_one")
        .node("Mul", "", name + "_g", input, name + "_f")
        .node("Mul", "", name, name + "_g", name + "_half");
    return this;
  }

  /** Adds a layer normalisation over {@code axis} spelled out, gamma and beta of a given shape. */
  Models norm(String name, String input, long axis, long... shape) {
    random(name + ".gamma", shape).random(name + ".beta", shape);
    graph
        .constant(name + "_two", 2)
        .constant(name + "_epsilon", 1e-5f)
        .node(
            "ReduceMean",
            name + "_mean",
            List.of(input),
            SmallGraph.integers("axes", List.of(axis)))
        .node("Sub", "", name + "_centred", input, name + "_mean")
        .node("Pow", "", name + "_square", name + "_centred", name + "_two")
        .node(
            "ReduceMean",
            name + "_variance",
            List.of(name + "_square"),
            SmallGraph.integers("axes", List.of(axis)))
        .node("Add", "", name + "_sum", name + "_variance", name + "_epsilon")
        .node("Sqrt", "", name + "_deviation", name + "_sum")
        .node("Div", "", name + "_quotient", name + "_centred", name + "_deviation")
        .node("Mul", "", name + "_scaled", name + "_quotient", name + ".gamma")
        .node("Add", "", name, name + "_scaled", name + ".beta");
    return this;
  }

  /** Adds a Reshape. */
  Models reshape(String name, String input, long... shape) {
    graph.integers(name + "_shape", shape);
    graph.node("Reshape", "", name, input, name + "_shape");
    return this;
  }

  /** Adds a Transpose. */
  Models transpose(String name, String input, Long... order) {
    graph.node("Transpose", name, List.of(input), SmallGraph.integers("perm", List.of(order)));
    return this;
  }

  /**
   * An encoder in the style of Segment Anything with everything that matters: patches of 2 x 2 of a
   * picture of 8 x 8, one block of windows of 2 x 2 tokens with two heads whose windows and heads
   * are joined in one dimension, a perceptron, and a neck with a convolution of 3 x 3.
   */
  static Models encoder(Random random) {
    Models m = new Models(random);
    m.graph.input("image", "batch", 3, 8, 8).output("features");
    m.conv("patch_embed", "image", 3, 8, 2, 2).transpose("tokens", "patch_embed", 0L, 2L, 3L, 1L);
    m.random("pos_embed", 1, 4, 4, 8).graph.node("Add", "", "x", "tokens", "pos_embed");
    m.norm("norm1", "x", -1, 8).reshape("cut", "norm1", 1, 2, 2, 2, 2, 8);
    m.transpose("windows", "cut", 0L, 1L, 3L, 2L, 4L, 5L).reshape("rows", "windows", 4, 2, 2, 8);
    m.linear("attn/qkv", "rows", 8, 24).reshape("split", "attn/qkv", 4, 4, 3, 2, 4);
    m.transpose("turned", "split", 2L, 0L, 3L, 1L, 4L).reshape("joined", "turned", 3, 8, 4, 4);
    m.graph.node(
        "Split", List.of("joined"), List.of("q3", "k3", "v3"), SmallGraph.integer("axis", 0));
    m.reshape("q", "q3", 8, 4, 4).reshape("k", "k3", 8, 4, 4).reshape("v", "v3", 8, 4, 4);
    m.graph.constant("scale", 0.5f).node("Mul", "", "qs", "q", "scale");
    m.transpose("kt", "k", 0L, 2L, 1L).graph.node("MatMul", "/attn/MatMul", "scores", "qs", "kt");
    m.graph.node("Softmax", "p", List.of("scores"), SmallGraph.integer("axis", 2));
    m.graph.node("MatMul", "/attn/MatMul_1", "heads", "p", "v");
    m.reshape("h4", "heads", 4, 2, 4, 4).transpose("h5", "h4", 0L, 2L, 1L, 3L);
    m.reshape("h6", "h5", 4, 2, 2, 8).linear("attn/proj", "h6", 8, 8);
    m.reshape("w1", "attn/proj", 1, 2, 2, 2, 2, 8).transpose("w2", "w1", 0L, 1L, 3L, 2L, 4L, 5L);
    m.reshape("w3", "w2", 1, 4, 4, 8).graph.node("Add", "", "y", "x", "w3");
    m.norm("norm2", "y", -1, 8).linear("mlp/lin1", "norm2", 8, 16).gelu("act", "mlp/lin1");
    m.linear("mlp/lin2", "act", 16, 8).graph.node("Add", "", "z", "y", "mlp/lin2");
    m.transpose("planes", "z", 0L, 3L, 1L, 2L).conv("neck.0", "planes", 8, 4, 1, 1);
    m.norm("neck.1", "neck.0", 1, 4, 1, 1).conv("neck.2", "neck.1", 4, 4, 3, 1);
    m.norm("features", "neck.2", 1, 4, 1, 1);
    return m;
  }

  /** Writes the model. */
  static Path write(Path folder, SmallGraph graph) {
    try {
      return Files.write(folder.resolve("small.onnx"), graph.model().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
