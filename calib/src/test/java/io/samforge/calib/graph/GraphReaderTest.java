package io.samforge.calib.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.Seeds;
import io.samforge.calib.onnx.SmallGraph;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphReaderTest {
  private static final double ROUNDING = 1e-5;

  @TempDir private Path folder;
  private final Random random = Seeds.random("GraphReaderTest", 31);

  private StagedModel read(Models models) {
    return read(models, GraphOptions.encoder());
  }

  private StagedModel read(Models models, GraphOptions options) {
    return GraphReader.read(Models.write(folder, models.graph()), options);
  }

  private StagedModel readAndCompare(Models models, GraphOptions options) {
    StagedModel model = read(models, options);
    assertThat(difference(model)).isLessThan(ROUNDING);
    return model;
  }

  private double difference(StagedModel model) {
    return FloatComparison.difference(
        folder.resolve("small.onnx"), model, FloatComparison.randomInputs(model, random));
  }

  private static LinearStep linear(StagedModel model, String name) {
    return model.graph().linearSteps().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static NodePlacement placement(StagedModel model, String name) {
    return model.placement().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void cutsAnEncoder() {
    StagedModel model = readAndCompare(Models.encoder(random), GraphOptions.encoder());
    assertThat(model.graph().linearSteps().map(LinearStep::name))
        .containsExactly("attn/qkv", "attn/proj", "mlp/lin1", "mlp/lin2", "neck.0", "neck.2");
    assertThat(linear(model, "attn/qkv").origin()).isEqualTo(InputOrigin.NORMALISED);
    assertThat(linear(model, "attn/proj").origin()).isEqualTo(InputOrigin.OTHER);
    assertThat(linear(model, "mlp/lin1").activation()).isEqualTo(ActivationFunction.GELU);
    assertThat(linear(model, "mlp/lin2").origin()).isEqualTo(InputOrigin.GELU);
    assertThat(linear(model, "mlp/lin2").input()).isEqualTo(linear(model, "mlp/lin1").output());
    assertThat(linear(model, "neck.0").inputView()).isEqualTo(new MatrixView.Planes(8, 4, 4));
    assertThat(linear(model, "neck.2").inputView())
        .isEqualTo(new MatrixView.Patches(4, 4, 4, 3, 1, 1));
    assertThat(linear(model, "neck.2").origin()).isEqualTo(InputOrigin.NORMALISED);
    assertThat(placement(model, "/patch_embed/Conv").reason())
        .isEqualTo("reads the input image itself; first layers stay in floats");
  }

  @Test
  void findsTheHeadsThatWereJoinedWithTheWindows() {
    List<ProductStep> products = read(Models.encoder(random)).graph().productSteps().toList();
    assertThat(products)
        .extracting(ProductStep::name)
        .containsExactly("attn/MatMul", "attn/MatMul_1");
    assertThat(products).extracting(ProductStep::batch).containsOnly(8);
    assertThat(products).extracting(ProductStep::heads).containsOnly(2);
    assertThat(products)
        .extracting(ProductStep::origin)
        .containsExactly(InputOrigin.OTHER, InputOrigin.SOFTMAX);
  }

  @Test
  void acceleratesThePatchEmbeddingWhenTold() {
    StagedModel model =
        readAndCompare(Models.encoder(random), GraphOptions.encoder().withPatchEmbedding());
    assertThat(linear(model, "patch_embed").inputView())
        .isEqualTo(new MatrixView.Patches(3, 8, 8, 2, 2, 0));
  }

  @Test
  void theComparisonSeesOneWrongBit() {
    StagedModel model = read(Models.encoder(random));
    Map<String, LinearWeights> wrong = new LinkedHashMap<>(model.weights());
    wrong.computeIfPresent(
        "attn/proj",
        (name, weights) -> {
          float[] bias = weights.bias().clone();
          bias[3] = Float.intBitsToFloat(Float.floatToIntBits(bias[3]) ^ 1 << 21);
          return new LinearWeights(weights.weights(), bias);
        });
    StagedModel changed =
        new StagedModel(model.graph(), model.hostParts(), wrong, model.placement());
    assertThat(difference(changed)).isGreaterThan(10 * ROUNDING);
  }

  @Test
  void theSameFileGivesTheSameSteps() {
    Models models = Models.encoder(random);
    StagedModel first = read(models);
    StagedModel second = read(models);
    assertThat(second.graph()).isEqualTo(first.graph());
    assertThat(second.placement()).isEqualTo(first.placement());
    first
        .hostParts()
        .forEach((name, part) -> assertThat(second.hostParts().get(name)).isEqualTo(part));
  }

  @Test
  void keepsAGeluThatSomethingElseReads() {
    for (String reader : List.of("act", "lin1")) {
      Models m = perceptron(false);
      m.graph().node("Sigmoid", "", "other", reader).output("other");
      StagedModel model = readAndCompare(m, GraphOptions.encoder());
      assertThat(linear(model, "lin1").activation()).isEqualTo(ActivationFunction.IDENTITY);
      assertThat(linear(model, "lin2").origin()).isEqualTo(InputOrigin.GELU);
    }
  }

  @Test
  void keepsAGeluBeforeALayerThatIsToReadFloats() {
    GraphOptions options = GraphOptions.encoder().withFloatInputNames(List.of("lin2"));
    StagedModel model = readAndCompare(perceptron(false), options);
    assertThat(linear(model, "lin1").activation()).isEqualTo(ActivationFunction.IDENTITY);
    assertThat(linear(model, "lin2").input()).isNotEqualTo(linear(model, "lin1").output());
    GraphOptions others = GraphOptions.encoder().withFloatInputNames(List.of("lin1", "lin3"));
    assertThat(linear(readAndCompare(perceptron(false), others), "lin1").activation())
        .isEqualTo(ActivationFunction.GELU);
  }

  @Test
  void keepsTheApproximatedGelu() {
    StagedModel model = readAndCompare(perceptron(true), GraphOptions.encoder());
    assertThat(linear(model, "lin1").activation()).isEqualTo(ActivationFunction.IDENTITY);
    assertThat(linear(model, "lin2").origin()).isEqualTo(InputOrigin.GELU);
  }

  @Test
  void foldsAGeluThatSeveralLayersReadInOtherShapes() {
    Models m = perceptron(false);
    m.reshape("act4", "act", 1, 2, 3, 6).linear("lin3", "act4", 6, 2).graph().output("lin3");
    StagedModel model = readAndCompare(m, GraphOptions.encoder());
    assertThat(linear(model, "lin1").activation()).isEqualTo(ActivationFunction.GELU);
    assertThat(linear(model, "lin3").input()).isEqualTo(linear(model, "lin1").output());
    assertThat(placement(model, "act_b").step()).isEqualTo("lin1");
    assertThat(placement(model, "act_b").placement()).isEqualTo(Placement.FOLDED);
  }

  @Test
  void foldsReluBetweenConvolutionsOfOnePixelOnly() {
    Models m = new Models(random);
    m.graph().input("x", 1, 5, 4, 4).output("c3");
    m.graph().node("Sigmoid", "", "s", "x");
    m.conv("c1", "s", 5, 6, 1, 1).graph().node("Relu", "", "r1", "c1");
    m.conv("c2", "r1", 6, 6, 1, 1).graph().node("Relu", "", "r2", "c2");
    m.conv("c3", "r2", 6, 4, 3, 1);
    StagedModel model = readAndCompare(m, GraphOptions.encoder());
    assertThat(linear(model, "c1").activation()).isEqualTo(ActivationFunction.RELU);
    assertThat(linear(model, "c2").activation()).isEqualTo(ActivationFunction.IDENTITY);
    assertThat(linear(model, "c3").origin()).isEqualTo(InputOrigin.RELU);
  }

  /** Two layers with GELU between them; what they read is no input of the model. */
  private Models perceptron(boolean approximated) {
    Models m = new Models(random);
    m.graph().input("x", 1, 6, 4).output("lin2").node("Sigmoid", "", "s", "x");
    m.linear("lin1", "s", 4, 6);
    return (approximated ? m.tanhGelu("act", "lin1") : m.gelu("act", "lin1"))
        .linear("lin2", "act", 6, 3);
  }

  @Test
  void writesDownWhatAnElementaryModelIs() {
    StagedModel model = read(perceptron(false));
    assertThat(model.graph().steps()).hasSize(3);
    assertThat(model.graph().steps().get(0))
        .isEqualTo(new HostStep("host-00", List.of("x"), List.of("s")));
    LinearStep first = linear(model, "lin1");
    assertThat(first.inputView()).isEqualTo(new MatrixView.Rows(List.of(1L, 6L, 4L)));
    assertThat(first.outputView()).isEqualTo(new MatrixView.Rows(List.of(1L, 6L, 6L)));
    assertThat(model.placement().macs()).isEqualTo(6 * 4 * 6 + 6 * 6 * 3);
    assertThat(model.placement().acceleratedMacs()).isEqualTo(6 * 4 * 6 + 6 * 6 * 3);
    assertThat(model.graph().linearSteps().mapToLong(LinearStep::macs).sum())
        .isEqualTo(model.placement().macs());
  }

  @Test
  void readsGemmInAllItsForms() {
    Models m = new Models(random);
    m.graph().input("x", 4, 6).output("sum").node("Sigmoid", "", "s", "x");
    m.random("w", 4, 5).random("wt", 5, 4).random("b", 5);
    AttributeProto left = SmallGraph.integer("transA", 1);
    AttributeProto right = SmallGraph.integer("transB", 1);
    AttributeProto half = SmallGraph.number("alpha", 0.5f);
    AttributeProto twice = SmallGraph.number("beta", 2);
    m.graph().node("Gemm", "g1", List.of("s", "w", "b"), left);
    m.graph().node("Gemm", "g2", List.of("s", "wt", "b"), left, right, half, twice);
    m.graph().node("Gemm", "g3", List.of("g1", "g2"), right);
    m.graph().node("Gemm", "g4", List.of("g1", "g2"), left);
    m.graph().node("ReduceSum", "r3", List.of("g3")).node("ReduceSum", "r4", List.of("g4"));
    m.graph().node("Add", "", "sum", "r3", "r4");
    StagedModel model = readAndCompare(m, GraphOptions.encoder());
    assertThat(model.graph().linearSteps().map(LinearStep::name))
        .containsExactlyInAnyOrder("g1", "g2");
    assertThat(model.graph().productSteps().map(ProductStep::name))
        .containsExactlyInAnyOrder("g3/Gemm", "g4/Gemm");
    assertThat(linear(model, "g1").tokens()).isEqualTo(6);
  }

  @Test
  void passesIntegersAndTruthValuesBetweenHostSteps() {
    Models m = new Models(random);
    m.graph().input("x", 1, 5, 4).output("y").constant("zero", 0).node("Sigmoid", "", "s", "x");
    m.graph().node("Greater", "", "mask", "x", "zero");
    m.graph().node("ArgMax", "best", List.of("x"), SmallGraph.integer("axis", 2));
    m.linear("lin", "s", 4, 4).graph().node("Where", "", "chosen", "mask", "lin", "zero");
    m.graph().node("GatherElements", "y", List.of("chosen", "best"), SmallGraph.integer("axis", 2));
    StagedModel model = readAndCompare(m, GraphOptions.encoder());
    assertThat(model.graph().steps()).hasSize(3);
    assertThat(model.graph().steps().get(0).outputs()).contains("s", "mask", "best");
  }

  @Test
  void keepsOnlyTheOutputsAskedFor() {
    Models m = perceptron(false);
    m.graph().input("prompt", 1, "many", "more").output("other");
    m.graph().node("Sigmoid", "", "other", "prompt");
    StagedModel model = readAndCompare(m, GraphOptions.encoder().withOutputs("lin2"));
    assertThat(model.graph().inputs()).extracting(TensorShape::name).containsExactly("x");
    assertThat(model.placement().nodes()).extracting(NodePlacement::step).doesNotContainNull();
  }
}
