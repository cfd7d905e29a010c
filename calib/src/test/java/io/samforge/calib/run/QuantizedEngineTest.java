package io.samforge.calib.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.model.LayerSet;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.Seeds;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rounded floats and exact integers must agree: each is the check of the other. */
class QuantizedEngineTest {
  private static final AcceleratorConfig TINY =
      AcceleratorConfig.load(Path.of("..", "configs", "tiny.json"));

  private final RandomModel random = new RandomModel(Seeds.random("QuantizedEngineTest", 32));

  private static StagedGraph graph(MatrixView input, ModelStep... steps) {
    String last = steps[steps.length - 1].outputs().get(0);
    List<Long> shape =
        steps[steps.length - 1] instanceof LinearStep linear
            ? linear.outputView().shape()
            : ((ProductStep) steps[steps.length - 1]).shape();
    return new StagedGraph(
        "random",
        List.of(new TensorShape("x", input.shape())),
        List.of(new TensorShape(last, shape)),
        List.of(steps));
  }

  private static float[] run(StagedGraph graph, StepEngine engine, FloatTensor x) {
    try (engine;
        GraphExecutor executor = new GraphExecutor(graph, Map.of(), engine, StepListener.NONE)) {
      return executor.run(Map.of("x", x)).values().iterator().next().data();
    }
  }

  private static void assertAgreement(
      StagedGraph graph, Map<String, LinearWeights> weights, QuantizationPlan plan, FloatTensor x) {
    AcceleratorConfig config =
        TINY.withBits(
            plan.linears().isEmpty()
                ? 4
                : plan.linears().values().iterator().next().weights().bits(),
            plan.linears().isEmpty()
                ? 4
                : plan.linears().values().iterator().next().operand().operand().slotBits());
    float[] rounded = run(graph, new QuantizedEngine(weights, plan), x);
    StepEngine fallback = new FloatEngine(weights);
    float[] exact = run(graph, new GoldenEngine(new LayerSet(config, graph, plan), fallback), x);
    double largest = 0;
    for (float value : exact) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < exact.length; i++) {
      assertThat(Math.abs(rounded[i] - exact[i])).isLessThan((float) (2e-6 * largest));
    }
  }

  @Test
  void linearStepsOfAllViews() {
    List<MatrixView> inputs =
        List.of(
            new MatrixView.Rows(List.of(1L, 20L, 27L)),
            new MatrixView.Planes(27, 4, 5),
            new MatrixView.Patches(3, 7, 9, 3, 2, 1));
    List<MatrixView> outputs =
        List.of(new MatrixView.Rows(List.of(1L, 20L, 6L)), new MatrixView.Planes(6, 4, 5));
    for (MatrixView input : inputs) {
      for (MatrixView output : outputs) {
        for (int bits : new int[] {4, 5, 6, 8}) {
          LinearStep step =
              RandomModel.linear("fc", "x", input, "y", output, ActivationFunction.IDENTITY);
          List<Operand> operands = new ArrayList<>();
          operands.add(random.grouped(bits, 27, 1));
          operands.add(random.grouped(bits, 27, 4));
          operands.add(random.hybrid(bits));
          if (bits < WideOperand.BITS) {
            operands.add(random.wide(bits, 27));
          }
          for (Operand operand : operands) {
            QuantizationPlan plan =
                new QuantizationPlan(Map.of("fc", random.quantization(step, operand)), Map.of());
            assertAgreement(graph(input, step), Map.of(), plan, random.tensor(input.shape()));
          }
        }
      }
    }
  }

  /**
   * Codes decide: a float that lies on a threshold may take either, so values may not lie there.
   */
  @Test
  void chainsWithFoldedActivations() {
    MatrixView input = new MatrixView.Rows(List.of(1L, 30L, 12L));
    MatrixView hidden = new MatrixView.Rows(List.of(1L, 30L, 9L));
    MatrixView output = new MatrixView.Rows(List.of(1L, 30L, 7L));
    for (ActivationFunction f : List.of(ActivationFunction.RELU, ActivationFunction.GELU)) {
      LinearStep fc1 = RandomModel.linear("fc1", "x", input, "h", hidden, f);
      LinearStep fc2 =
          RandomModel.linear("fc2", "h", hidden, "a", output, ActivationFunction.IDENTITY);
      LinearStep fc3 =
          RandomModel.linear("fc3", "a", output, "y", output, ActivationFunction.IDENTITY);
      Operand reader = f == ActivationFunction.GELU ? random.hybrid(4) : random.grouped(4, 9, 3);
      QuantizationPlan plan =
          new QuantizationPlan(
              Map.of(
                  "fc1", random.quantization(fc1, random.grouped(4, 12, 4)),
                  "fc2", random.quantization(fc2, reader)),
              Map.of());
      assertAgreement(
          graph(input, fc1, fc2, fc3),
          Map.of("fc3", random.weights(fc3)),
          plan,
          random.tensor(input.shape()));
    }
  }

  @Test
  void productsWithTheirHeads() {
    for (int heads : new int[] {1, 3}) {
      ProductStep step = RandomModel.product(6, 3, 8, 5, 7);
      ProductQuantization quantized =
          new ProductQuantization(
              Stream.of(random.grouped(4, 5, 2), random.wide(4, 5), random.wide(4, 5))
                  .limit(heads)
                  .map(SnappedOperand::snap)
                  .toList(),
              Stream.generate(() -> random.right(4, 7)).limit(heads).toList());
      QuantizationPlan plan = new QuantizationPlan(Map.of(), Map.of("product", quantized));
      StagedGraph graph =
          new StagedGraph(
              "random",
              List.of(
                  new TensorShape("l", List.of(6L, 8L, 5L)),
                  new TensorShape("r", List.of(6L, 5L, 7L))),
              List.of(new TensorShape("y", step.shape())),
              List.of(step));
      FloatTensor left = random.tensor(List.of(6L, 8L, 5L));
      FloatTensor right = random.tensor(List.of(6L, 5L, 7L));
      LayerSet layers = new LayerSet(TINY, graph, plan);
      try (StepEngine rounding = new QuantizedEngine(Map.of(), plan);
          StepEngine exact = new GoldenEngine(layers, new FloatEngine(Map.of()))) {
        float[] rounded = rounding.product(step, left, right).data();
        float[] expected = exact.product(step, left, right).data();
        for (int i = 0; i < expected.length; i++) {
          assertThat(Math.abs(rounded[i] - expected[i])).isLessThan(1e-4f);
        }
      }
    }
  }
}
