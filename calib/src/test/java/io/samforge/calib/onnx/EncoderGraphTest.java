package io.samforge.calib.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import org.junit.jupiter.api.Test;

/** Reads the real encoder; fails with the remedy if {@code make setup} has not fetched it. */
class EncoderGraphTest {
  private final LinearLayers layers =
      new LinearLayers(OnnxGraph.read(ModelStore.standard().locate(ModelFile.ENCODER)));

  @Test
  void findsTheLayersOfBothBlocksOfTheLastStage() {
    for (int block = 0; block < 2; block++) {
      String prefix = "layers.3/blocks." + block;
      assertShape(prefix + "/attn/qkv", 320, 960);
      assertShape(prefix + "/attn/proj", 320, 320);
      assertShape(prefix + "/mlp/fc1", 320, 1280);
      assertShape(prefix + "/mlp/fc2", 1280, 320);
      LinearLayer fc1 = layers.find(prefix + "/mlp/fc1");
      assertThat(fc1.activation())
          .isEqualTo(new Activation.Gelu(layers.find(prefix + "/mlp/fc2").input()));
    }
  }

  @Test
  void hasFourLinearLayersInEachOfTenBlocks() {
    assertThat(layers.names()).hasSize(40);
    layers.names().forEach(name -> assertThat(layers.find(name).outputs()).isPositive());
  }

  @Test
  void anUnknownLayerListsItsNeighbours() {
    assertThatThrownBy(() -> layers.find("layers.3/blocks.1/mlp/fc9"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("no linear layer layers.3/blocks.1/mlp/fc9 in encoder.onnx")
        .hasMessageContaining("layers.3/blocks.1/mlp/fc1");
  }

  private void assertShape(String name, int inputs, int outputs) {
    LinearLayer layer = layers.find(name);
    assertThat(layer.inputs()).isEqualTo(inputs);
    assertThat(layer.outputs()).isEqualTo(outputs);
  }
}
