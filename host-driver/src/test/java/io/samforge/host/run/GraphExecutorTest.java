package io.samforge.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphExecutorTest {
  private static final List<Long> SHAPE = List.of(2L, 2L);
  private static final long MOST = SlicedProducts.MOST_ELEMENTS;
  private final CountingRuntime runtime = new CountingRuntime();
  private final StepEngine engine = new TenfoldEngine();

  /** Ten times the input of linear steps; products are element by element. */
  private static class TenfoldEngine implements StepEngine {
    @Override
    public StepValue linear(LinearStep step, StepValue input) {
      float[] data = ((FloatTensor) input).data().clone();
      for (int i = 0; i < data.length; i++) {
        data[i] *= 10;
      }
      return new FloatTensor(SHAPE, data);
    }

    @Override
    public FloatTensor product(ProductStep step, FloatTensor left, FloatTensor right) {
      float[] data = left.data().clone();
      for (int i = 0; i < data.length; i++) {
        data[i] *= right.data()[i];
      }
      return new FloatTensor(SHAPE, data);
    }
  }

  private static HostStep host(String name, List<String> inputs, String... outputs) {
    return new HostStep(name, inputs, List.of(outputs));
  }

  private static LinearStep linear(String name, String input, String output) {
    MatrixView view = new MatrixView.Rows(SHAPE);
    return new LinearStep(
        name, input, view, output, view, InputOrigin.OTHER, ActivationFunction.IDENTITY);
  }

  private static ProductStep product(String name, String left, String right, String output) {
    return new ProductStep(name, left, right, output, 1, 1, 2, 2, 2, InputOrigin.OTHER, SHAPE);
  }

  private static StagedGraph graph(List<String> outputs, ModelStep... steps) {
    return new StagedGraph(
        "small",
        List.of(new TensorShape("x", SHAPE)),
        outputs.stream().map(name -> new TensorShape(name, SHAPE)).toList(),
        List.of(steps));
  }

  private GraphExecutor executor(StagedGraph graph, Map<String, String> special) {
    Map<String, byte[]> parts = new HashMap<>();
    for (ModelStep step : graph.steps()) {
      if (step instanceof HostStep) {
        String text = special.getOrDefault(step.name(), "sum");
        parts.put(step.name(), text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return new GraphExecutor(graph, parts, engine, StepListener.NONE, runtime, MOST);
  }

  private static Map<String, FloatTensor> input(float... values) {
    return Map.of("x", new FloatTensor(SHAPE, values));
  }

  @Test
  void stepsPassTheirTensorsOn() {
    StagedGraph graph =
        graph(
            List.of("y", "b"),
            host("first", List.of("x"), "a", "b"),
            linear("fc", "a", "c"),
            product("mul", "c", "b", "d"),
            host("last", List.of("d", "x"), "y"));
    try (GraphExecutor executor = executor(graph, Map.of())) {
      Map<String, FloatTensor> result = executor.run(input(1, 0, 0, 0));
      // a = x + 1, b = x + 2, c = 10 a, d = c b = {60, 20, 20, 20}, y = d + sum(d) + sum(x)
      assertThat(result.keySet()).containsExactly("y", "b");
      assertThat(result.get("b").data()).containsExactly(3, 2, 2, 2);
      assertThat(result.get("y").data()).containsExactly(181, 141, 141, 141);
      assertThat(runtime.openTensors).isZero();
      executor.run(input(0, 0, 0, 0));
      assertThat(runtime.loadedParts).isEqualTo(2);
      assertThat(runtime.openParts).isEqualTo(2);
    }
    assertThat(runtime.openParts).isZero();
  }

  /** Writes into what it gets back at once, so that a reader that comes too late sees it. */
  private static final class SpoilingEngine extends TenfoldEngine {
    private final List<FloatTensor> released = new ArrayList<>();

    @Override
    public void release(FloatTensor tensor) {
      released.add(tensor);
      Arrays.fill(tensor.data(), Float.NaN);
    }
  }

  /** What the engine has delivered goes back to it behind the last reader, nothing else does. */
  @Test
  void arraysOfTheEngineComeBackToIt() {
    StagedGraph graph =
        graph(
            List.of("y", "d", "a"),
            host("first", List.of("x"), "a", "b"),
            linear("fc", "a", "c"),
            product("mul", "c", "c", "d"),
            linear("fc2", "c", "e"),
            linear("fc3", "x", "unread"),
            host("last", List.of("d", "e", "x"), "y"));
    Map<String, byte[]> parts =
        Map.of(
            "first", "sum".getBytes(StandardCharsets.UTF_8),
            "last", "sum".getBytes(StandardCharsets.UTF_8));
    SpoilingEngine spoiling = new SpoilingEngine();
    try (GraphExecutor executor =
        new GraphExecutor(graph, parts, spoiling, StepListener.NONE, runtime, MOST)) {
      Map<String, FloatTensor> input = input(1, 0, 0, 0);
      Map<String, FloatTensor> result = executor.run(input);
      // a = x + 1, c = 10 a = {20, 10, 10, 10}, d = c c, e = 10 c, y = d + sum(d) + sum(e) + sum(x)
      assertThat(result.get("a").data()).containsExactly(2, 1, 1, 1);
      assertThat(result.get("d").data()).containsExactly(400, 100, 100, 100);
      assertThat(result.get("y").data()).containsExactly(1601, 1301, 1301, 1301);
      assertThat(input.get("x").data()).containsExactly(1, 0, 0, 0);
      // unread, c, e
      assertThat(spoiling.released).hasSize(3);
      result.values().forEach(executor::release);
      result.values().forEach(executor::release);
      executor.release(input.get("x"));
      assertThat(spoiling.released).hasSize(4).last().isSameAs(result.get("d"));
      assertThat(result.get("a").data()).containsExactly(2, 1, 1, 1);
    }
  }

  /**
   * In a chain of a hundred host steps never more than three tensors are open: one read, two
   * written.
   */
  @Test
  void deadTensorsAreFreed() {
    List<ModelStep> steps = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      steps.add(host("h" + i, List.of(i == 0 ? "x" : "t" + i), "t" + (i + 1), "unused" + i));
    }
    StagedGraph graph = graph(List.of("t100"), steps.toArray(ModelStep[]::new));
    try (GraphExecutor executor = executor(graph, Map.of())) {
      executor.run(input(0, 0, 0, 0));
    }
    assertThat(runtime.mostTensors).isEqualTo(3);
    assertThat(runtime.openTensors).isZero();
    assertThat(runtime.copies).isEqualTo(1);
  }

  @Test
  void nothingStaysOpenBehindAFailure() {
    StagedGraph graph =
        graph(
            List.of("y"),
            host("first", List.of("x"), "a", "b"),
            host("second", List.of("a"), "c"),
            host("third", List.of("b", "c", "x"), "y"));
    for (String bad : List.of("first", "second", "third")) {
      try (GraphExecutor executor = executor(graph, Map.of(bad, "fail"))) {
        assertThatThrownBy(() -> executor.run(input(1, 2, 3, 4)))
            .isInstanceOf(UserError.class)
            .hasMessage("step " + bad + ": it fails");
        assertThat(runtime.openTensors).isZero();
      }
      assertThat(runtime.openParts).isZero();
    }
  }

  @Test
  void anEngineThatFailsLeavesNothingOpen() {
    StagedGraph graph =
        graph(
            List.of("y"),
            host("first", List.of("x"), "a", "b"),
            linear("fc", "a", "c"),
            host("last", List.of("b", "c"), "y"));
    StepEngine failing =
        new TenfoldEngine() {
          @Override
          public StepValue linear(LinearStep step, StepValue input) {
            throw new IllegalStateException("broken");
          }
        };
    Map<String, byte[]> parts = Map.of("first", new byte[0], "last", new byte[0]);
    try (GraphExecutor executor =
        new GraphExecutor(graph, parts, failing, StepListener.NONE, runtime, MOST)) {
      assertThatThrownBy(() -> executor.run(input(1, 2, 3, 4))).hasMessage("broken");
    }
    assertThat(runtime.openTensors).isZero();
  }

  @Test
  void codesCannotEnterTheHost() {
    StagedGraph graph =
        graph(List.of("y"), linear("fc", "x", "a"), host("last", List.of("a"), "y"));
    StepEngine encoding =
        new TenfoldEngine() {
          @Override
          public StepValue linear(LinearStep step, StepValue input) {
            return new CodeTensor(new byte[2][2]);
          }
        };
    try (GraphExecutor executor =
        new GraphExecutor(
            graph, Map.of("last", new byte[0]), encoding, StepListener.NONE, runtime, MOST)) {
      assertThatThrownBy(() -> executor.run(input(1, 2, 3, 4)))
          .isInstanceOf(UserError.class)
          .hasMessage("step last: the tensor a holds codes; a host step reads floats");
    }
  }

  @Test
  void missingAndMisshapenInputsAreUserErrors() {
    StagedGraph graph = graph(List.of("y"), host("only", List.of("x"), "y"));
    assertThatThrownBy(
            () -> new GraphExecutor(graph, Map.of(), engine, StepListener.NONE, runtime, MOST))
        .isInstanceOf(UserError.class)
        .hasMessage("the model small has no ONNX part for the host step only");
    try (GraphExecutor executor = executor(graph, Map.of())) {
      assertThatThrownBy(() -> executor.run(Map.of()))
          .isInstanceOf(UserError.class)
          .hasMessage("the model small needs the input x");
      FloatTensor flat = new FloatTensor(List.of(4L), new float[4]);
      assertThatThrownBy(() -> executor.run(Map.of("x", flat)))
          .hasMessage("the input x of the model small has the shape [4]; allowed: [2, 2]");
    }
  }

  @Test
  void theListenerHearsEveryStep() {
    StagedGraph graph =
        graph(List.of("y"), linear("fc", "x", "a"), host("last", List.of("a"), "y"));
    List<String> heard = new ArrayList<>();
    Map<String, byte[]> parts = Map.of("last", "sum".getBytes(StandardCharsets.UTF_8));
    try (GraphExecutor executor =
        new GraphExecutor(
            graph,
            parts,
            engine,
            (step, done, total) -> heard.add(step.name() + " " + done + "/" + total),
            runtime,
            MOST)) {
      executor.run(input(1, 2, 3, 4));
    }
    assertThat(heard).containsExactly("fc 1/2", "last 2/2");
  }
}
