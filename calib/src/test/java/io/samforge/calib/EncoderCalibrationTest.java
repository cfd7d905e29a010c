package io.samforge.calib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.calib.ChainAccuracy.LayerAccuracy;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.model.Photograph;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.quant.Sqnr;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Calibrates the real encoder with the default photograph; fails with the remedy if {@code make
 * setup} has not fetched the model or the photograph is not installed.
 */
class EncoderCalibrationTest {
  private static OnnxGraph encoder;
  private static BlockCapture capture;

  @BeforeAll
  static void runTheEncoder() {
    encoder = OnnxGraph.read(ModelStore.standard().locate(ModelFile.ENCODER));
    Photograph photograph = Photograph.read(Photograph.DEFAULT);
    capture = BlockCapture.of(encoder, photograph, "/layers.3/blocks.1");
  }

  @Test
  void theTensorsHaveTheShapesOfTheBlock() {
    assertThat(capture.qkv().input().rows()).isEqualTo(100 * 49);
    assertThat(capture.qkv().input().columns()).isEqualTo(320);
    assertThat(capture.fc1().input().rows()).isEqualTo(64 * 64);
    assertThat(capture.fc2().input().columns()).isEqualTo(1280);
  }

  @Test
  void weightsAndBiasesReproduceTheOutputs() {
    int[] tokens = {0, 777, 4095};
    for (BlockCapture.Layer layer : List.of(capture.qkv(), capture.fc1(), capture.fc2())) {
      var computed = SyntheticBlock.plain(layer.input().selectRows(tokens), layer.linear());
      assertThat(Sqnr.decibels(layer.output().selectRows(tokens), computed)).isGreaterThan(90);
    }
  }

  @Test
  void fourBitsKeepTheSignal() {
    AcceleratorConfig config =
        AcceleratorConfig.load(Path.of("..", "configs", "large.json")).withBits(4, 4);
    CalibratedBlock block =
        new FirstCalibration(
                config, CalibrationOptions.STANDARD.withTokenLimit(64), ProgressListener.SILENT)
            .calibrate(capture, "default");
    ChainAccuracy accuracy = new ChainAccuracy(new GoldenModel());
    LayerAccuracy qkv = accuracy.of(block.chains().get(0)).get(0);
    List<LayerAccuracy> mlp = accuracy.of(block.chains().get(1));
    assertThat(qkv.outputDecibels()).isGreaterThan(16);
    assertThat(mlp.get(0).linearDecibels()).isGreaterThan(16);
    assertThat(mlp.get(0).outputDecibels()).isGreaterThan(11);
    assertThat(mlp.get(1).outputDecibels()).isGreaterThan(14);
  }

  @Test
  void aBlockThatDoesNotExistListsCandidates() {
    Photograph photograph = Photograph.read(Photograph.DEFAULT);
    assertThatThrownBy(() -> BlockCapture.of(encoder, photograph, "layers.3/blocks.2"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("no linear layer layers.3/blocks.2/attn/qkv in encoder.onnx")
        .hasMessageContaining("layers.3/blocks.1/attn/qkv");
  }
}
