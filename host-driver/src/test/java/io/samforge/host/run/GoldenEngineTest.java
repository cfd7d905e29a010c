package io.samforge.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LayerSet;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GoldenEngineTest {
  private static final AcceleratorConfig TINY =
      AcceleratorConfig.load(Path.of("..", "configs", "tiny.json"));
  private static final MatrixView PICTURE = new MatrixView.Planes(6, 20, 15);
  private static final MatrixView HIDDEN = new MatrixView.Planes(7, 20, 15);
  private static final MatrixView RESULT = new MatrixView.Rows(List.of(1L, 300L, 5L));

  private final RandomQuantization quantization = new RandomQuantization(Seeds.random(9), 4);

  /** An engine that delivers nothing, to show which steps it gets. */
  private static final StepEngine FALLBACK =
      new StepEngine() {
        @Override
        public StepValue linear(LinearStep step, StepValue input) {
          return new FloatTensor(step.outputView().shape(), new float[2100]);
        }

        @Override
        public FloatTensor product(ProductStep step, FloatTensor left, FloatTensor right) {
          return right;
        }
      };

  private static LinearStep step(
      String name, String in, MatrixView from, String out, MatrixView to, ActivationFunction f) {
    return new LinearStep(name, in, from, out, to, InputOrigin.OTHER, f);
  }

  private static StagedGraph perceptron() {
    return new StagedGraph(
        "perceptron",
        List.of(new TensorShape("x", PICTURE.shape())),
        List.of(new TensorShape("y", RESULT.shape())),
        List.of(
            step("fc1", "x", PICTURE, "h", HIDDEN, ActivationFunction.GELU),
            step("fc2", "h", HIDDEN, "y", RESULT, ActivationFunction.IDENTITY)));
  }

  @Test
  void codesPassBetweenFoldedSteps() {
    LayerSet layers =
        new LayerSet(
            TINY,
            perceptron(),
            new QuantizationPlan(
                Map.of(
                    "fc1", quantization.linear(quantization.grouped(6, 3), 6, 7),
                    "fc2", quantization.linear(quantization.hybrid(), 7, 5)),
                Map.of()));
    float[] x = quantization.values(6 * 300);
    Map<String, FloatTensor> result;
    try (GoldenEngine engine = new GoldenEngine(layers, FALLBACK);
        GraphExecutor executor =
            new GraphExecutor(perceptron(), Map.of(), engine, StepListener.NONE)) {
      result = executor.run(Map.of("x", new FloatTensor(PICTURE.shape(), x)));
    }
    List<LinearStep> steps = perceptron().linearSteps().toList();
    GemmLayer first = layers.linear(steps.get(0));
    byte[][] codes = new byte[300][6];
    for (int t = 0; t < 300; t++) {
      for (int c = 0; c < 6; c++) {
        codes[t][c] = (byte) first.operand().quantizer(c).encode(x[c * 300 + t]);
      }
    }
    byte[][] hidden = new GoldenModel().codes(first, codes);
    float[][] y = new GoldenModel().values(layers.linear(steps.get(1)), hidden);
    assertThat(rows(result.get("y").data(), 5)).isDeepEqualTo(y);
  }

  private static float[][] rows(float[] tensor, int columns) {
    float[][] rows = new float[tensor.length / columns][];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = Arrays.copyOfRange(tensor, t * columns, (t + 1) * columns);
    }
    return rows;
  }

  @Test
  void aRawOutputFillsThePlanes() {
    StagedGraph graph =
        new StagedGraph(
            "convolution",
            List.of(new TensorShape("x", PICTURE.shape())),
            List.of(new TensorShape("h", HIDDEN.shape())),
            List.of(step("conv", "x", PICTURE, "h", HIDDEN, ActivationFunction.IDENTITY)));
    LayerSet layers =
        new LayerSet(
            TINY,
            graph,
            new QuantizationPlan(
                Map.of("conv", quantization.linear(quantization.hybrid(), 6, 7)), Map.of()));
    FloatTensor x = new FloatTensor(PICTURE.shape(), quantization.values(6 * 300));
    LinearStep conv = graph.linearSteps().findFirst().orElseThrow();
    FloatTensor y = (FloatTensor) new GoldenEngine(layers, FALLBACK).linear(conv, x);
    GemmLayer layer = layers.linear(conv);
    byte[][] codes = new OperandCodec(layer.operand(), 6).encode(PICTURE, x.data());
    float[][] expected = new GoldenModel().values(layer, codes);
    for (int t = 0; t < 300; t++) {
      for (int o = 0; o < 7; o++) {
        assertThat(y.data()[o * 300 + t]).isEqualTo(expected[t][o]);
      }
    }
  }

  @Test
  void everyHeadHasItsQuantisers() {
    for (int batch : new int[] {3, 60}) {
      ProductStep step =
          new ProductStep(
              "pv",
              "p",
              "v",
              "y",
              batch,
              3,
              9,
              8,
              5,
              InputOrigin.SOFTMAX,
              List.of((long) batch, 9L, 5L));
      StagedGraph graph =
          new StagedGraph(
              "attention",
              List.of(
                  new TensorShape("p", List.of((long) batch, 9L, 8L)),
                  new TensorShape("v", List.of((long) batch, 8L, 5L))),
              List.of(new TensorShape("y", step.shape())),
              List.of(step));
      ProductQuantization quantized =
          new ProductQuantization(
              Stream.generate(() -> SnappedOperand.snap(quantization.grouped(8, 2)))
                  .limit(3)
                  .toList(),
              Stream.generate(() -> quantization.right(5)).limit(3).toList());
      LayerSet layers =
          new LayerSet(TINY, graph, new QuantizationPlan(Map.of(), Map.of("pv", quantized)));
      assertHeads(step, layers);
    }
  }

  private void assertHeads(ProductStep step, LayerSet layers) {
    FloatTensor p =
        new FloatTensor(
            List.of((long) step.batch(), 9L, 8L), quantization.values(step.batch() * 72));
    FloatTensor v =
        new FloatTensor(
            List.of((long) step.batch(), 8L, 5L), quantization.values(step.batch() * 40));
    FloatTensor y = new GoldenEngine(layers, FALLBACK).product(step, p, v);
    for (int b = 0; b < step.batch(); b++) {
      GemmLayer layer =
          layers.product(step, b % 3, Arrays.copyOfRange(v.data(), b * 40, (b + 1) * 40));
      byte[][] codes = new byte[9][8];
      for (int t = 0; t < 9; t++) {
        for (int c = 0; c < 8; c++) {
          codes[t][c] = (byte) layer.operand().quantizer(c).encode(p.data()[(b * 9 + t) * 8 + c]);
        }
      }
      float[][] expected = new GoldenModel().values(layer, codes);
      assertThat(rows(Arrays.copyOfRange(y.data(), b * 45, (b + 1) * 45), 5))
          .isDeepEqualTo(expected);
    }
  }

  @Test
  void stepsWithoutQuantisersGoToTheFallback() {
    LayerSet layers = new LayerSet(TINY, perceptron(), new QuantizationPlan(Map.of(), Map.of()));
    LinearStep first = perceptron().linearSteps().findFirst().orElseThrow();
    FloatTensor x = new FloatTensor(PICTURE.shape(), quantization.values(6 * 300));
    FloatTensor y = (FloatTensor) new GoldenEngine(layers, FALLBACK).linear(first, x);
    assertThat(y.data()).containsOnly(0f);
  }
}
