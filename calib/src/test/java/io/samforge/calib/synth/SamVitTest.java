package io.samforge.calib.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.samforge.arch.UserError;
import io.samforge.calib.Seeds;
import io.samforge.calib.onnx.OnnxTensorData;
import io.samforge.calib.onnx.TensorProbe;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import io.samforge.calib.synth.ExportStyle.Positions;
import io.samforge.calib.synth.ExportStyle.Shapes;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamVitTest {
  private static final double TOLERANCE = 1e-3;

  private final float[] image = Images.smooth(Seeds.random("SamVitTest", 3), 128);

  static Stream<ExportStyle> styles() {
    return Stream.of(
        ExportStyle.DECOMPOSED,
        ExportStyle.DECOMPOSED.with(Positions.EINSUM),
        ExportStyle.DECOMPOSED.with(Shapes.CONSTANT),
        ExportStyle.FUSED_NORM,
        ExportStyle.FUSED,
        ExportStyle.FUSED.with(Shapes.COMPUTED).with(Positions.MAT_MUL));
  }

  @ParameterizedTest
  @MethodSource("styles")
  void computesWhatTheFormulasSay(ExportStyle style) {
    SamVit net = SamVit.tiny().with(style);

    assertThat(largestDifference(net, run(net, 1))).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("styles")
  void takesAFixedBatch(ExportStyle style) {
    SamVit net = SamVit.tiny().with(style).withBatch(1);

    assertThat(largestDifference(net, run(net, 1))).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("styles")
  void takesSeveralImagesAtOnce(ExportStyle style) {
    SamVit net = SamVit.tiny().with(style);

    OnnxTensorData both = run(net, 2);

    assertThat(both.shape()).containsExactly(2, net.neck(), 8, 8);
    assertThat(largestDifference(net, both)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"blocks.0.attn.rel_pos_h", "blocks.1.attn.rel_pos_w", "neck.neck.2.weight"})
  void theComparisonSeesOneWrongWeight(String parameter) {
    SamVit net = SamVit.tiny();
    GraphProto.Builder graph = net.model().proto().getGraph().toBuilder();
    TensorProto.Builder tensor =
        graph.getInitializerBuilderList().stream()
            .filter(t -> t.getName().equals(parameter))
            .findFirst()
            .orElseThrow();
    byte[] weights = tensor.getRawData().toByteArray();
    // The highest bit of the first weight's exponent: a small number becomes a huge one.
    weights[Float.BYTES - 1] ^= 0x40;
    tensor.setRawData(ByteString.copyFrom(weights));
    SyntheticModel wrong =
        new SyntheticModel(net.model().proto().toBuilder().setGraph(graph).build());

    assertThat(largestDifference(net, run(net, wrong, 1))).isGreaterThan(TOLERANCE);
  }

  @Test
  void activationsStaySane() {
    SamVit deep =
        new SamVit(64, 16, 64, 12, 2, 3, List.of(5, 11), 4, 16, SamVit.OPEN, 1, ExportStyle.FUSED);
    List<String> residual =
        IntStream.range(0, 12).mapToObj("/blocks.%d/Add_1_output_0"::formatted).toList();
    float[] picture = Images.smooth(Seeds.random("SamVitTest.sane", 4), 64);

    new TensorProbe(deep.model().graph())
        .run("input", picture, new long[] {1, 3, 64, 64}, residual)
        .values()
        .forEach(x -> assertThat(deviation(x.values())).as(x.name()).isBetween(0.3, 10.0));
  }

  @Test
  void theNamesAreThoseOfTheExporter() {
    assertThat(SamVit.tiny().model().graph().nodes().stream().map(n -> n.getName()))
        .contains(
            "/patch_embed/proj/Conv",
            "/blocks.0/norm1/ReduceMean_1",
            "/blocks.0/attn/qkv/MatMul",
            "/blocks.1/mlp/act/Erf",
            "/neck/neck.2/Conv");
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new SamVit(100, 16, 32, 2, 2, 3, List.of(), 4, 16, 1, 1, null))
        .isInstanceOf(UserError.class)
        .hasMessage("image side 100; allowed: multiples of 16");
    assertThatThrownBy(() -> new SamVit(128, 16, 32, 2, 3, 3, List.of(), 4, 16, 1, 1, null))
        .hasMessage("3 heads; allowed: divisors of 32 channels");
    assertThatThrownBy(() -> SamVit.tiny().withBatch(0))
        .hasMessage("batch 0; allowed: a number above zero or OPEN");
    assertThatThrownBy(() -> new ExportStyle(12, true, false, Shapes.COMPUTED, Positions.MAT_MUL))
        .hasMessage("export style: LayerNormalization needs opset 17, not 12");
  }

  private OnnxTensorData run(SamVit net, int images) {
    return run(net, net.model(), images);
  }

  private OnnxTensorData run(SamVit net, SyntheticModel model, int images) {
    float[] input = new float[images * image.length];
    for (int i = 0; i < images; i++) {
      System.arraycopy(image, 0, input, i * image.length, image.length);
    }
    long[] shape = {images, 3, net.image(), net.image()};
    return new TensorProbe(model.graph())
        .run("input", input, shape, List.of("output"))
        .get("output");
  }

  private double largestDifference(SamVit net, OnnxTensorData actual) {
    double[][][] expected = new NaiveSamVit(net).run(Images.pixels(image, net.image()));
    return Images.largestDifference(expected, actual.values());
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value / values.length;
    }
    return Math.sqrt(squares);
  }
}
