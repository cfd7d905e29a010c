package io.samforge.calib.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.model.LinearStep;
import io.samforge.calib.Seeds;
import io.samforge.calib.onnx.SmallGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelErrorsTest {
  @TempDir private Path folder;

  private StagedModel read(SmallGraph graph, GraphOptions options) {
    return GraphReader.read(Models.write(folder, graph), options);
  }

  private void refuses(SmallGraph graph, GraphOptions options, String message) {
    assertThatThrownBy(() -> read(graph, options))
        .isInstanceOf(UserError.class)
        .message()
        .doesNotContain("\n")
        .contains(message);
  }

  private static SmallGraph sigmoid(Object... shape) {
    return new SmallGraph().input("x", shape).output("y").node("Sigmoid", "n", "y", "x");
  }

  @Test
  void openDimensionsHaveDefaultsOrAreGiven() {
    GraphOptions options = GraphOptions.encoder();
    assertThat(read(sigmoid("batch", 3), options).graph().inputs().get(0).shape())
        .containsExactly(1L, 3L);
    assertThat(read(sigmoid(1, "num_points"), options).graph().outputs().get(0).shape())
        .containsExactly(1L, 2L);
    GraphOptions given = options.withDimensions(Map.of("num_points", 5L, "x.2", 7L, "other", 9L));
    assertThat(read(sigmoid("num_points", "num_points", 0), given).graph().inputs().get(0).shape())
        .containsExactly(5L, 5L, 7L);
  }

  @Test
  void anOpenDimensionIsNamedWithItsRemedy() {
    GraphOptions options = GraphOptions.encoder();
    refuses(
        sigmoid(1, 3, "height", 4),
        options,
        "the input x of small.onnx: dimension 2 (height) is not fixed;"
            + " give it with --dim height=N");
    refuses(
        sigmoid(1, 0),
        options,
        "the input x of small.onnx: dimension 1 is not fixed; give it with --dim x.1=N");
    refuses(
        sigmoid(1, "w"),
        options.withDimensions(Map.of("w", 0L)),
        "the input x of small.onnx: dimension w must be at least 1, not 0");
    refuses(
        sigmoid(1 << 20, 1 << 20),
        options,
        "the input x of small.onnx has more than 2147483647 elements");
  }

  @Test
  void outputsMustExist() {
    refuses(
        sigmoid(1, 2), GraphOptions.decoder(), "small.onnx has no output low_res_masks; it has y");
    SmallGraph constant = sigmoid(1, 2).constant("c", 1).node("Sigmoid", "s", "z", "c").output("z");
    refuses(
        constant,
        GraphOptions.encoder().withOutputs("z"),
        "the outputs of small.onnx depend on no input");
  }

  @Test
  void outputsMustHaveAFixedShape() {
    SmallGraph graph = new SmallGraph().input("x", 1, 2).output("y").node("NonZero", "n", "y", "x");
    refuses(graph, GraphOptions.encoder(), "ONNX Runtime refuses small.onnx");
    SmallGraph floats =
        new SmallGraph().input("x", 1, 2).output("y").node("NonZero", "n", "i", "x");
    floats.node("Cast", "y", List.of("i"), SmallGraph.integer("to", 1));
    refuses(
        floats,
        GraphOptions.encoder(),
        "the output y of small.onnx has no fixed shape; keep only outputs that have one");
  }

  @Test
  void unknownOperatorsAreNamed() {
    SmallGraph graph = new SmallGraph().input("x", 1).output("y").node("Frobnicate", "n", "y", "x");
    refuses(graph, GraphOptions.encoder(), "ONNX Runtime refuses small.onnx");
    refuses(graph, GraphOptions.encoder(), "Frobnicate");
    refuses(sigmoid(1).operators(99), GraphOptions.encoder(), "opset");
  }

  @Test
  void constantsThatWouldFillTheMemoryAreNotComputed() {
    SmallGraph graph = new SmallGraph().input("x", 1).output("y").integers("shape", 1L << 35);
    graph.node("ConstantOfShape", "zeros", List.of("shape"));
    graph.node("ReduceSum", "sum", List.of("zeros")).node("Add", "", "y", "x", "sum");
    refuses(
        graph,
        GraphOptions.encoder(),
        "the tensor zeros of small.onnx would have the shape [34359738368];"
            + " at most 67108864 elements are possible");
  }

  /** ONNX Runtime does not count the elements before it runs the model. */
  @Test
  void aShapeOfOtherElementsIsNotReadThrough() {
    Models m = new Models(Seeds.random("ModelErrorsTest", 36));
    m.graph().input("x", 1, 4, 6).output("y").node("Sigmoid", "", "s", "x");
    m.reshape("r", "s", 1, 5, 6).linear("fc", "r", 6, 3).reshape("y", "fc", 1, 7, 3);
    LinearStep step = read(m.graph(), GraphOptions.encoder()).graph().linearSteps().toList().get(0);
    assertThat(step.tokens()).isEqualTo(5);
    assertThat(List.of(step.input(), step.output())).doesNotContain("s", "y");
  }

  @Test
  void filesThatAreNoModels() throws Exception {
    Path missing = folder.resolve("missing.onnx");
    assertThatThrownBy(() -> GraphReader.read(missing, GraphOptions.encoder()))
        .isInstanceOf(UserError.class)
        .hasMessage("cannot read the ONNX model " + missing + ": NoSuchFileException");
    Path text = Files.writeString(folder.resolve("text.onnx"), "no model at all");
    assertThatThrownBy(() -> GraphReader.read(text, GraphOptions.encoder()))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(text + " is not an ONNX model or is truncated");
  }
}
