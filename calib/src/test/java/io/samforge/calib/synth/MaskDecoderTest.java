package io.samforge.calib.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.samforge.calib.Seeds;
import io.samforge.calib.onnx.OnnxTensorData;
import io.samforge.calib.synth.ExportStyle.Shapes;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskDecoderTest {
  private static final MaskDecoder SMALL = MaskDecoder.small(64, 32);

  private final Random random = Seeds.random("MaskDecoderTest", 6);
  private final float[] embedding = normal(32 * 4 * 4);
  private final float[] mask = normal(16 * 16);

  static Stream<ExportStyle> styles() {
    return Stream.of(
        ExportStyle.DECOMPOSED,
        ExportStyle.DECOMPOSED.with(Shapes.CONSTANT),
        ExportStyle.FUSED_NORM,
        ExportStyle.FUSED);
  }

  @ParameterizedTest
  @MethodSource("styles")
  void makesAMaskOfTheSizeOfThePhotograph(ExportStyle style) throws OrtException {
    Map<String, OnnxTensorData> outputs =
        run(SMALL.with(style), new float[] {10, 20, 30, 5}, new float[] {1, 0}, 0);

    assertThat(outputs.get("masks").shape()).containsExactly(1, 1, 30, 50);
    assertThat(outputs.get("iou_predictions").shape()).containsExactly(1, 1);
    assertThat(outputs.get("low_res_masks").shape()).containsExactly(1, 1, 16, 16);
    for (OnnxTensorData output : outputs.values()) {
      for (float value : output.values()) {
        assertThat(value).as(output.name()).isFinite();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("styles")
  void theStylesAgree(ExportStyle style) throws OrtException {
    float[] points = {10, 20, 30, 5, 1, 2};
    float[] labels = {2, 3, -1};
    float[] expected = run(SMALL, points, labels, 1).get("masks").values();

    float[] actual = run(SMALL.with(style), points, labels, 1).get("masks").values();

    assertThat(actual).hasSameSizeAs(expected).containsExactly(expected, within(1e-3f));
  }

  @Test
  void theMaskIsNeitherEmptyNorFull() throws OrtException {
    float[] mask =
        run(SMALL, new float[] {10, 20}, new float[] {1}, 0).get("low_res_masks").values();
    Arrays.sort(mask);

    assertThat(mask[0]).isNegative();
    assertThat(mask[mask.length - 1]).isPositive();
  }

  @Test
  void pointsAndMaskHaveAnEffect() throws OrtException {
    float[] one = {10, 20};
    float[] foreground = {1};
    float[] mask = run(SMALL, one, foreground, 0).get("masks").values();

    assertThat(run(SMALL, new float[] {50, 3}, foreground, 0).get("masks").values())
        .isNotEqualTo(mask);
    assertThat(run(SMALL, one, new float[] {0}, 0).get("masks").values()).isNotEqualTo(mask);
    assertThat(run(SMALL, one, foreground, 1).get("masks").values()).isNotEqualTo(mask);
    assertThat(run(SMALL.withSeed(2), one, foreground, 0).get("masks").values()).isNotEqualTo(mask);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> MaskDecoder.small(64, 20))
        .hasMessage("20 channels; allowed: multiples of 8 and of 8, twice the heads");
  }

  private float[] normal(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Map<String, OnnxTensorData> run(
      MaskDecoder net, float[] points, float[] labels, float hasMask) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    inputs.put("image_embeddings", tensor(environment, embedding, 1, 32, 4, 4));
    inputs.put("point_coords", tensor(environment, points, 1, labels.length, 2));
    inputs.put("point_labels", tensor(environment, labels, 1, labels.length));
    inputs.put("mask_input", tensor(environment, mask, 1, 1, 16, 16));
    inputs.put("has_mask_input", tensor(environment, new float[] {hasMask}, 1));
    inputs.put("orig_im_size", tensor(environment, new float[] {30, 50}, 2));
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(net.model().bytes(), options);
        OrtSession.Result result = session.run(inputs)) {
      Map<String, OnnxTensorData> values = new HashMap<>();
      for (String name : List.of("masks", "iou_predictions", "low_res_masks")) {
        OnnxTensor output = (OnnxTensor) result.get(name).orElseThrow();
        int[] shape =
            Arrays.stream(output.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
        values.put(name, new OnnxTensorData(name, shape, output.getFloatBuffer().array()));
      }
      return values;
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, float[] values, long... shape)
      throws OrtException {
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
  }
}
