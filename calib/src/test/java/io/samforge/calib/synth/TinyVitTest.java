package io.samforge.calib.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.calib.Seeds;
import io.samforge.calib.onnx.LinearLayers;
import io.samforge.calib.onnx.OnnxTensorData;
import io.samforge.calib.onnx.TensorProbe;
import io.samforge.calib.synth.ExportStyle.Shapes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TinyVitTest {
  private static final double TOLERANCE = 1e-3;

  private final float[] image = Images.smooth(Seeds.random("TinyVitTest", 5), 64);

  static Stream<ExportStyle> styles() {
    return Stream.of(
        ExportStyle.DECOMPOSED,
        ExportStyle.DECOMPOSED.with(Shapes.CONSTANT),
        ExportStyle.FUSED_NORM,
        ExportStyle.FUSED);
  }

  @ParameterizedTest
  @MethodSource("styles")
  void computesWhatTheFormulasSay(ExportStyle style) {
    TinyVit net = TinyVit.tiny().with(style);

    OnnxTensorData output = run(net, 1);

    assertThat(output.shape()).containsExactly(1, 32, 4, 4);
    assertThat(largestDifference(net, output)).isLessThan(TOLERANCE);
    assertThat(largestDifference(net, run(net.withBatch(1), 1))).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("styles")
  void takesSeveralImagesAtOnce(ExportStyle style) {
    TinyVit net = TinyVit.tiny().with(style);

    assertThat(largestDifference(net, run(net, 2))).isLessThan(TOLERANCE);
  }

  @Test
  void theComparisonSeesOtherWeights() {
    TinyVit net = TinyVit.tiny();

    assertThat(largestDifference(net.withSeed(2), run(net, 1))).isGreaterThan(100 * TOLERANCE);
  }

  @Test
  void hasTheLayersOfMobileSam() {
    List<String> layers = new LinearLayers(TinyVit.mobileSam().model().graph()).names();

    assertThat(layers)
        .hasSize(4 * (2 + 6 + 2))
        .startsWith(
            "layers.1/blocks.0/attn/qkv",
            "layers.1/blocks.0/attn/proj",
            "layers.1/blocks.0/mlp/fc1",
            "layers.1/blocks.0/mlp/fc2");
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    List<Integer> four = List.of(8, 8, 8, 8);

    assertThatThrownBy(() -> new TinyVit(60, four, four, four, four, 4, 8, 1, 1, null))
        .hasMessage("image side 60; allowed: multiples of 16");
    assertThatThrownBy(() -> new TinyVit(64, four, List.of(1), four, four, 4, 8, 1, 1, null))
        .hasMessage("[1]: one number for each of 4 stages is needed");
    assertThatThrownBy(
            () -> new TinyVit(64, four, four, List.of(0, 3, 4, 4), four, 4, 8, 1, 1, null))
        .hasMessage("3 heads; allowed: divisors of 8 channels");
  }

  private OnnxTensorData run(TinyVit net, int images) {
    float[] input = new float[images * image.length];
    for (int i = 0; i < images; i++) {
      System.arraycopy(image, 0, input, i * image.length, image.length);
    }
    long[] shape = {images, 3, net.image(), net.image()};
    return new TensorProbe(net.model().graph())
        .run("input", input, shape, List.of("output"))
        .get("output");
  }

  private double largestDifference(TinyVit net, OnnxTensorData actual) {
    double[][][] expected = new NaiveTinyVit(net).run(Images.pixels(image, net.image()));
    return Images.largestDifference(expected, actual.values());
  }
}
