package io.samforge.calib.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.Seeds;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.PlacementReport;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.host.run.FloatTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCaptureTest {
  private static final int TOKENS = 40;
  private static final int CHANNELS = 6;
  private static final MatrixView ROWS =
      new MatrixView.Rows(List.of(1L, (long) TOKENS, (long) CHANNELS));
  private static final LinearStep FC =
      new LinearStep(
          "fc", "x", ROWS, "q", ROWS, InputOrigin.NORMALISED, ActivationFunction.IDENTITY);
  // Four windows of ten tokens as one head of six channels each; keys come with the input.
  private static final ProductStep QK =
      new ProductStep(
          "qk", "q", "k", "y", 4, 2, 10, CHANNELS, 5, InputOrigin.OTHER, List.of(4L, 10L, 5L));
  private static final CaptureOptions OPTIONS = new CaptureOptions(7, 1 << 20, 1, 32, 1 << 20);

  @TempDir Path folder;
  private final Random random = Seeds.random("SampleCaptureTest", 41);
  private final List<String> ran = new ArrayList<>();
  private final List<Input> images = List.of(new Input("a"), new Input("b"), new Input("c"));

  /** Random tensors. */
  private final class Input implements CaptureInput {
    private final String name;
    private final float[] x = values(TOKENS * CHANNELS);
    private final float[] k = values(4 * CHANNELS * 5);

    Input(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public byte[] identity() {
      return name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, FloatTensor> tensors() {
      ran.add(name);
      return Map.of(
          "x",
          new FloatTensor(ROWS.shape(), x),
          "k",
          new FloatTensor(List.of(4L, (long) CHANNELS, 5L), k));
    }
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The linear step passes its input on. */
  private static StagedModel model(float diagonal) {
    float[] weights = new float[CHANNELS * CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      weights[c * CHANNELS + c] = diagonal;
    }
    StagedGraph graph =
        new StagedGraph(
            "attention",
            List.of(
                new TensorShape("x", ROWS.shape()),
                new TensorShape("k", List.of(4L, (long) CHANNELS, 5L))),
            List.of(new TensorShape("y", QK.shape())),
            List.of(FC, QK));
    LinearWeights fc =
        new LinearWeights(new FloatMatrix(CHANNELS, CHANNELS, weights), new float[CHANNELS]);
    return new StagedModel(
        graph, Map.of(), Map.of("fc", fc), new PlacementReport("attention", List.of()));
  }

  private CalibrationSamples capture(StagedModel model) {
    return new SampleCapture(model, OPTIONS, folder, ProgressListener.SILENT).run(images);
  }

  @Test
  void rowsAndRangesOfALinearStep() {
    LinearSamples samples = capture(model(1)).linear(FC);
    assertThat(samples.rows().rows()).isEqualTo(3 * 7);
    SamplePlan plan = new SamplePlan(OPTIONS, 3);
    for (int image = 0; image < 3; image++) {
      int[] rows = plan.rows(FC, image);
      for (int i = 0; i < 7; i++) {
        float[] expected = new float[CHANNELS];
        ROWS.read(images.get(image).x, rows[i], expected);
        assertThat(samples.rows().row(image * 7 + i)).isEqualTo(expected);
      }
    }
    for (int c = 0; c < CHANNELS; c++) {
      double min = 0;
      double max = 0;
      double lowest = Double.MAX_VALUE;
      double highest = -Double.MAX_VALUE;
      for (Input image : images) {
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (int t = 0; t < TOKENS; t++) {
          least = Math.min(least, image.x[t * CHANNELS + c]);
          most = Math.max(most, image.x[t * CHANNELS + c]);
        }
        min += least / 3;
        max += most / 3;
        lowest = Math.min(lowest, least);
        highest = Math.max(highest, most);
      }
      assertThat((double) samples.meanRange()[c].min()).isCloseTo(min, within(1e-6));
      assertThat((double) samples.meanRange()[c].max()).isCloseTo(max, within(1e-6));
      assertThat((double) samples.wholeRange()[c].min()).isEqualTo(lowest);
      assertThat((double) samples.wholeRange()[c].max()).isEqualTo(highest);
      assertThat((double) samples.middleRange()[c].max())
          .isCloseTo((max + highest) / 2, within(1e-6));
    }
  }

  @Test
  void usualRowsStayInsideOfTheMeanRanges() {
    LinearSamples samples = capture(model(1)).linear(FC);
    LinearSamples usual = samples.usual(100);
    int clamped = 0;
    for (int r = 0; r < samples.rows().rows(); r++) {
      for (int c = 0; c < CHANNELS; c++) {
        float exact = samples.rows().get(r, c);
        float min = samples.meanRange()[c].min();
        float max = samples.meanRange()[c].max();
        assertThat(usual.rows().get(r, c)).isEqualTo(Math.max(min, Math.min(max, exact)));
        clamped += exact < min || exact > max ? 1 : 0;
      }
    }
    assertThat(clamped).isPositive();
    assertThat(samples.usual(5).rows().rows()).isEqualTo(5);
  }

  @Test
  void bothSidesOfAProduct() {
    ProductSamples samples = capture(model(1)).product(QK);
    assertThat(samples.windows()).hasSize(3);
    assertThat(samples.heads()).isEqualTo(2);
    SamplePlan plan = new SamplePlan(OPTIONS, 3);
    for (int image = 0; image < 3; image++) {
      int window = plan.windows(QK, image)[0];
      for (int head = 0; head < 2; head++) {
        ProductSamples.Head kept = samples.windows().get(image).heads().get(head);
        int product = window * 2 + head;
        for (int t = 0; t < 10; t++) {
          for (int c = 0; c < CHANNELS; c++) {
            assertThat(kept.left().get(t, c))
                .isEqualTo(images.get(image).x[(product * 10 + t) * CHANNELS + c]);
          }
        }
        for (int c = 0; c < CHANNELS; c++) {
          for (int o = 0; o < 5; o++) {
            assertThat(kept.right().get(c, o))
                .isEqualTo(images.get(image).k[(product * CHANNELS + c) * 5 + o]);
          }
        }
      }
    }
  }

  @Test
  void aStoppedCaptureGoesOnWithTheSameBytes() throws IOException {
    capture(model(1));
    assertThat(ran).containsExactly("a", "b", "c");
    Path last = folder.resolve("image-002.samples");
    byte[] bytes = Files.readAllBytes(last);
    Files.delete(last);
    Path second = folder.resolve("image-001.samples");
    Files.write(second, Arrays.copyOf(Files.readAllBytes(second), 1000));
    ran.clear();
    capture(model(1));
    assertThat(ran).containsExactly("b", "c");
    assertThat(Files.readAllBytes(last)).isEqualTo(bytes);
    ran.clear();
    capture(model(2));
    assertThat(ran).containsExactly("a", "b", "c");
  }

  @Test
  void valuesThatAreNotFiniteAreUserErrors() {
    images.get(1).x[17] = Float.NaN;
    assertThatThrownBy(() -> capture(model(1)))
        .isInstanceOf(UserError.class)
        .hasMessage("calibration image b: step fc: its input has values that are not finite");
  }

  @Test
  void stepsThatWereNotCapturedAreRefused() {
    CalibrationSamples samples = capture(model(1));
    LinearStep other =
        new LinearStep(
            "other", "x", ROWS, "q", ROWS, InputOrigin.OTHER, ActivationFunction.IDENTITY);
    assertThatThrownBy(() -> samples.linear(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no samples of other");
  }

  @Test
  void extremesOfEveryView() {
    List<MatrixView> views =
        List.of(
            new MatrixView.Rows(List.of(50_000L, 7L)),
            new MatrixView.Planes(5, 30, 20),
            new MatrixView.Patches(2, 9, 8, 3, 2, 1));
    for (MatrixView view : views) {
      long elements = view.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
      float[] tensor = values((int) elements);
      ChannelExtremes extremes = ChannelExtremes.of(view, tensor);
      float[] row = new float[view.channels()];
      for (int c = 0; c < row.length; c++) {
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (int t = 0; t < view.tokens(); t++) {
          view.read(tensor, t, row);
          least = Math.min(least, row[c]);
          most = Math.max(most, row[c]);
        }
        assertThat(extremes.min()[c]).isEqualTo(least);
        assertThat(extremes.max()[c]).isEqualTo(most);
      }
    }
  }
}
