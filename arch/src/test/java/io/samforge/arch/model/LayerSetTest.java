package io.samforge.arch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.Configs;
import io.samforge.arch.Seeds;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HalfOutput;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayerSetTest {
  private static final AcceleratorConfig TINY = Configs.tiny();
  private static final UniformParameters FINE = new UniformParameters(4, 0.1, 3);
  private static final UniformParameters COARSE = new UniformParameters(4, 0.7, 9);
  private static final SnappedOperand GROUPED =
      SnappedOperand.snap(new CagOperand(List.of(FINE, COARSE), new int[] {1, 0, 0}));
  private static final SnappedOperand HYBRID =
      SnappedOperand.snap(new HluqOperand(new HluqParameters(4, 4, -0.17, 0.48, 0.1)));

  private static LinearStep linear(String name, String in, String out, ActivationFunction f) {
    MatrixView view = new MatrixView.Rows(List.of(1L, 5L, 3L));
    return new LinearStep(name, in, view, out, view, InputOrigin.OTHER, f);
  }

  private static StagedGraph graph(ModelStep... steps) {
    List<Long> shape = List.of(1L, 5L, 3L);
    ModelStep last = steps[steps.length - 1];
    return new StagedGraph(
        "small",
        List.of(new TensorShape("x", shape)),
        List.of(new TensorShape(last.outputs().get(0), shape)),
        List.of(steps));
  }

  private static LinearQuantization quantization(SnappedOperand operand) {
    byte[][] codes = {{1, 2, 3}, {15, 0, 7}, {8, 8, 9}};
    QuantizedWeights weights =
        new QuantizedWeights(4, codes, new double[] {0.1, 0.2, 0.3}, new int[] {4, 5, 6});
    return new LinearQuantization(operand, weights, new double[] {1, -1, 0.5});
  }

  private static LayerSet perceptron(ActivationFunction f, SnappedOperand reader) {
    return new LayerSet(
        TINY,
        graph(linear("fc1", "x", "h", f), linear("fc2", "h", "y", ActivationFunction.IDENTITY)),
        new QuantizationPlan(
            Map.of("fc1", quantization(GROUPED), "fc2", quantization(reader)), Map.of()));
  }

  private static GemmLayer layer(LayerSet set, String name) {
    return set.linear(
        set.graph().linearSteps().filter(s -> s.name().equals(name)).findFirst().orElseThrow());
  }

  @Test
  void aFoldedActivationDeliversCodesOfItsReader() {
    LayerSet set = perceptron(ActivationFunction.GELU, HYBRID);
    CodeOutput output = (CodeOutput) layer(set, "fc1").output();
    assertThat(output.thresholds().twoBranch()).isTrue();
    assertThat(output.bankOfChannel()).containsExactly(0, 0, 0);
    assertEncodes(output, ActivationFunction.GELU, HYBRID.operand());
    assertThat(layer(set, "fc2").output()).isInstanceOf(RawOutput.class);
    assertThat(layer(set, "fc2").tokens()).isEqualTo(5);
  }

  @Test
  void everyGroupOfTheReaderIsABank() {
    LayerSet set = perceptron(ActivationFunction.RELU, GROUPED);
    CodeOutput output = (CodeOutput) layer(set, "fc1").output();
    assertThat(output.thresholds().banks()).isEqualTo(2);
    assertThat(output.bankOfChannel()).containsExactly(0, 1, 1);
    assertEncodes(output, ActivationFunction.RELU, GROUPED.operand());
  }

  private static void assertEncodes(CodeOutput output, ActivationFunction f, Operand operand) {
    for (int o = 0; o < 3; o++) {
      for (float y = -3; y < 3; y += 0.01f) {
        assertThat(output.thresholds().encode(y, output.bankOfChannel()[o]))
            .isEqualTo(operand.quantizer(o).encode(f.apply(y)));
      }
    }
  }

  @Test
  void codesThatTheirReaderCannotTakeAreRefused() {
    LayerSet grouped = perceptron(ActivationFunction.GELU, GROUPED);
    assertThatThrownBy(() -> layer(grouped, "fc1"))
        .hasMessageStartingWith("fc1 cannot deliver codes to fc2: GELU needs both branches");
    StagedGraph graph =
        graph(
            linear("fc1", "x", "h", ActivationFunction.GELU),
            linear("fc2", "h", "y", ActivationFunction.IDENTITY));
    assertThatThrownBy(() -> new LayerSet(TINY, graph, plan("fc1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("codes pass from fc1 to fc2, but the plan covers fc1 and not fc2");
    assertThatThrownBy(() -> new LayerSet(TINY, graph, plan("fc2")))
        .hasMessage("codes pass from fc1 to fc2, but the plan covers fc2 and not fc1");
    assertThatThrownBy(() -> new LayerSet(TINY, graph, plan("fc3")))
        .hasMessage("graph small has no linear step fc3");
    LayerSet uncovered = new LayerSet(TINY, graph, plan());
    assertThatThrownBy(() -> layer(uncovered, "fc1")).hasMessage("the plan does not cover fc1");
  }

  @Test
  void aFoldedActivationNeedsLinearReaders() {
    StagedGraph last = graph(linear("fc1", "x", "h", ActivationFunction.GELU));
    assertThatThrownBy(() -> new LayerSet(TINY, last, plan()))
        .hasMessage("fc1 has GELU folded, but not every reader of h is a linear step");
    StagedGraph host =
        graph(
            linear("fc1", "x", "h", ActivationFunction.GELU),
            new HostStep("norm", List.of("h"), List.of("y")));
    assertThatThrownBy(() -> new LayerSet(TINY, host, plan()))
        .hasMessage("fc1 has GELU folded, but norm does not read it as rows of a linear step");
    StagedGraph two =
        graph(
            linear("fc1", "x", "h", ActivationFunction.GELU),
            linear("fc2", "h", "y", ActivationFunction.IDENTITY),
            linear("fc3", "h", "z", ActivationFunction.IDENTITY));
    Map<String, LinearQuantization> linears =
        Map.of(
            "fc1", quantization(HYBRID), "fc2", quantization(HYBRID), "fc3", quantization(GROUPED));
    assertThatThrownBy(() -> new LayerSet(TINY, two, new QuantizationPlan(linears, Map.of())))
        .hasMessage("fc2 and fc3 decode the codes of fc1 differently");
  }

  @Test
  void codesOfALayerHaveNoReaderOfWideCodes() {
    SnappedOperand wide =
        SnappedOperand.snap(WideOperand.of(new UniformParameters(8, 0.01, 100), 3, 4));
    assertThatThrownBy(() -> perceptron(ActivationFunction.RELU, wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "fc2 reads codes in several slots; allowed: codes that the host writes, not those of"
                + " fc1");
    LayerSet apart = perceptron(ActivationFunction.IDENTITY, wide);
    assertThat(layer(apart, "fc2").operand()).isEqualTo(wide.operand());
  }

  private static QuantizationPlan plan(String... names) {
    Map<String, LinearQuantization> linears = new LinkedHashMap<>();
    for (String name : names) {
      linears.put(name, quantization(HYBRID));
    }
    return new QuantizationPlan(linears, Map.of());
  }

  /** The layer of a head computes the product of the rounded matrices, written as three loops. */
  @Test
  void aHeadOfAProductIsALayer() {
    Random random = Seeds.random(71);
    ProductStep step =
        new ProductStep(
            "qk", "x", "k", "y", 4, 2, 3, 6, 5, InputOrigin.OTHER, List.of(2L, 2L, 3L, 5L));
    StagedGraph graph =
        new StagedGraph(
            "attention",
            List.of(
                new TensorShape("x", List.of(2L, 2L, 3L, 6L)),
                new TensorShape("k", List.of(2L, 2L, 6L, 5L))),
            List.of(new TensorShape("y", step.shape())),
            List.of(step));
    List<SnappedOperand> left =
        List.of(
            SnappedOperand.snap(CagOperand.single(FINE, 6)),
            SnappedOperand.snap(
                new WideOperand(
                    new UniformParameters(8, 0.01, 0), new int[] {3, 250, -9, 0, 999, 128}, 4)));
    RightQuantization right =
        new RightQuantization(
            4, new double[] {0.1, 0.2, 0.3, 0.4, 0.5}, new int[] {7, 3, 0, 15, 8});
    LayerSet set =
        new LayerSet(
            TINY,
            graph,
            new QuantizationPlan(
                Map.of(), Map.of("qk", new ProductQuantization(left, List.of(right)))));
    for (int head = 0; head < 2; head++) {
      assertHead(set, step, head, random);
    }
    assertThat(set.product(step, 0, new float[30]).output()).isInstanceOf(RawOutput.class);
    AcceleratorConfig halves =
        AcceleratorConfig.fromJson(
            TINY.toJson().replace("\"sim\"", "\"sim\", \"halfOutputs\": true"), "halves");
    LayerSet rounded = new LayerSet(halves, graph, set.plan());
    assertThat(rounded.product(step, 0, new float[30]).output()).isInstanceOf(HalfOutput.class);
    assertThatThrownBy(() -> set.product(step, 0, new float[29]))
        .hasMessage("qk: 29 values on the right for 6 x 5");
  }

  private static void assertHead(LayerSet set, ProductStep step, int head, Random random) {
    ProductQuantization quantized = set.plan().products().get(step.name());
    float[] right = new float[step.inner() * step.columns()];
    for (int i = 0; i < right.length; i++) {
      right[i] = (float) random.nextGaussian();
    }
    byte[][] codes = new byte[step.tokens()][step.inner()];
    for (byte[] row : codes) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (byte) random.nextInt(quantized.left(head).operand().codes());
      }
    }
    float[][] y = new GoldenModel().values(set.product(step, head, right), codes);
    for (int t = 0; t < step.tokens(); t++) {
      for (int o = 0; o < step.columns(); o++) {
        double sum = 0;
        for (int c = 0; c < step.inner(); c++) {
          double x = quantized.left(head).operand().quantizer(c).decode(codes[t][c] & 0xff);
          RightQuantization r = quantized.right(head);
          int code = r.encode(right[c * step.columns() + o], o);
          sum += x * r.scale(o) * (code - r.zeroPoint(o));
        }
        assertThat((double) y[t][o]).isCloseTo(sum, within(1e-4));
      }
    }
  }
}
