package io.samforge.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An attention of five products of four tokens with three channels, whole and in slices. */
class SlicedProductsTest {
  private static final int BATCH = 5;
  private static final int TOKENS = 4;
  private static final int CHANNELS = 3;

  private final Random random = Seeds.random(17);
  private final CountingRuntime runtime = new CountingRuntime();
  private final Map<String, FloatTensor> inputs =
      Map.of(
          "q", random(TOKENS, CHANNELS),
          "k", random(CHANNELS, TOKENS),
          "v", random(TOKENS, CHANNELS),
          "bias", random(TOKENS, TOKENS));

  private FloatTensor random(int rows, int columns) {
    float[] values = new float[BATCH * rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatTensor(List.of((long) BATCH, (long) rows, (long) columns), values);
  }

  /** Products in loops, which may depend on the number of the product. */
  private static final class LoopEngine implements SlicingEngine {
    private final boolean slicing;
    private final List<ProductSlice> seen = new ArrayList<>();
    private final List<FloatTensor> released = new ArrayList<>();

    LoopEngine(boolean slicing) {
      this.slicing = slicing;
    }

    @Override
    public StepValue linear(LinearStep step, StepValue input) {
      throw new IllegalStateException("no linear step here");
    }

    @Override
    public boolean slices(ProductStep step) {
      return slicing;
    }

    @Override
    public FloatTensor slice(ProductSlice slice, FloatTensor left, FloatTensor right) {
      seen.add(slice);
      ProductStep step = slice.step();
      assertThat(left.data()).hasSize(slice.count() * step.tokens() * step.inner());
      assertThat(right.data()).hasSize(slice.count() * step.inner() * step.columns());
      float[] output = new float[slice.count() * step.tokens() * step.columns()];
      for (int i = 0; i < output.length; i++) {
        int product = i / (step.tokens() * step.columns());
        int row = i / step.columns();
        for (int c = 0; c < step.inner(); c++) {
          output[i] +=
              left.data()[row * step.inner() + c]
                  * right
                      .data()[(product * step.inner() + c) * step.columns() + i % step.columns()];
        }
        output[i] *= 1 + slice.first() + product;
      }
      return new FloatTensor(slice.shape(), output);
    }

    @Override
    public void release(FloatTensor tensor) {
      released.add(tensor);
      Arrays.fill(tensor.data(), Float.NaN);
    }
  }

  private static ProductStep product(
      String name, String left, String right, String output, int inner, int columns) {
    List<Long> shape = List.of((long) BATCH, (long) TOKENS, (long) columns);
    return new ProductStep(
        name, left, right, output, BATCH, BATCH, TOKENS, inner, columns, InputOrigin.OTHER, shape);
  }

  private static StagedGraph graph(List<String> outputs, ModelStep... more) {
    List<ModelStep> steps = new ArrayList<>();
    steps.add(product("first", "q", "k", "logits", CHANNELS, TOKENS));
    steps.add(new HostStep("between", List.of("logits", "bias"), List.of("shares")));
    steps.addAll(List.of(more));
    steps.add(product("second", "shares", "v", "y", TOKENS, CHANNELS));
    List<Long> rows = List.of((long) BATCH, (long) TOKENS, (long) CHANNELS);
    List<Long> square = List.of((long) BATCH, (long) TOKENS, (long) TOKENS);
    return new StagedGraph(
        "attention",
        List.of(
            new TensorShape("q", rows),
            new TensorShape("k", List.of((long) BATCH, (long) CHANNELS, (long) TOKENS)),
            new TensorShape("v", rows),
            new TensorShape("bias", square)),
        outputs.stream().map(o -> new TensorShape(o, o.equals("y") ? rows : square)).toList(),
        steps);
  }

  private float[] run(StagedGraph graph, LoopEngine engine, String part, long most) {
    Map<String, byte[]> parts =
        Map.of(
            "between", part.getBytes(StandardCharsets.UTF_8),
            "other", "sum".getBytes(StandardCharsets.UTF_8));
    try (GraphExecutor executor =
        new GraphExecutor(graph, parts, engine, StepListener.NONE, runtime, most)) {
      float[] first = executor.run(inputs).get("y").data().clone();
      float[] again = executor.run(inputs).get("y").data();
      assertThat(again).isEqualTo(first);
      return first;
    } finally {
      assertThat(runtime.openTensors).isZero();
      assertThat(runtime.openParts).isZero();
    }
  }

  @Test
  void slicesGiveTheSameAsTheWhole() {
    LoopEngine whole = new LoopEngine(false);
    float[] expected = run(graph(List.of("y")), whole, "matrices", 1);
    assertThat(whole.seen).extracting(ProductSlice::count).containsOnly(BATCH);
    assertThat(expected[1] - expected[0]).isNotZero();
    for (int most : new int[] {1, 2 * TOKENS * TOKENS + 1, 1000}) {
      LoopEngine engine = new LoopEngine(true);
      assertThat(run(graph(List.of("y")), engine, "matrices", most)).isEqualTo(expected);
      int atOnce = Math.max(1, Math.min(BATCH, most / (TOKENS * TOKENS)));
      assertThat(engine.seen).extracting(ProductSlice::count).allMatch(count -> count <= atOnce);
      // Both products in turn, twice; what they deliver goes back to the engine.
      int slices = (BATCH + atOnce - 1) / atOnce;
      assertThat(engine.seen).hasSize(4 * slices);
      assertThat(engine.released).hasSize(4 * slices);
      assertThat(engine.seen.get(0).step().name()).isEqualTo("first");
      assertThat(engine.seen.get(1).step().name()).isEqualTo("second");
    }
  }

  @Test
  void whatSomethingElseNeedsStaysWhole() {
    HostStep reader = new HostStep("other", List.of("logits"), List.of("more"));
    for (StagedGraph graph :
        List.of(graph(List.of("y", "shares")), graph(List.of("y", "more"), reader))) {
      LoopEngine engine = new LoopEngine(true);
      run(graph, engine, "matrices", 1);
      assertThat(engine.seen).extracting(ProductSlice::count).containsOnly(BATCH);
    }
    // This part mixes the matrices.
    LoopEngine engine = new LoopEngine(true);
    run(graph(List.of("y")), engine, "sum", 1);
    assertThat(engine.seen).extracting(ProductSlice::count).containsOnly(BATCH);
  }

  @Test
  void aFailingPartLeavesNothingOpen() {
    Map<String, byte[]> parts = Map.of("between", "matrices".getBytes(StandardCharsets.UTF_8));
    StepEngine engine = new LoopEngine(true);
    Map<String, FloatTensor> flat =
        Map.of(
            "q", inputs.get("q"),
            "k", inputs.get("k"),
            "v", inputs.get("v"),
            "bias", new FloatTensor(List.of(1L, 80L), new float[80]));
    StagedGraph good = graph(List.of("y"));
    List<TensorShape> tensors = new ArrayList<>(good.inputs());
    tensors.set(3, new TensorShape("bias", List.of(1L, 80L)));
    StagedGraph graph = new StagedGraph("attention", tensors, good.outputs(), good.steps());
    try (GraphExecutor executor =
        new GraphExecutor(graph, parts, engine, StepListener.NONE, runtime, 1)) {
      assertThatThrownBy(() -> executor.run(flat))
          .isInstanceOf(UserError.class)
          .hasMessage("step second: bias does not begin with 5 products; allowed: floats that do");
    }
    assertThat(runtime.openTensors).isZero();
    assertThat(runtime.openParts).isZero();
  }
}
