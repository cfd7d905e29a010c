package io.samforge.eval.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.calib.model.ModelFiles;
import io.samforge.calib.model.ModelStore;
import org.junit.jupiter.api.Test;

class GraphNetworkTest {
  /** Of the encoder's 38.8 GMAC all but grouped convolutions are products of the accelerator. */
  @Test
  void mobileSamIsReadFromItsOnnxFile() {
    ModelFiles files = ModelFiles.of(ModelStore.standard());
    Network network = GraphNetwork.read(files.name(), files.encoder());
    assertThat(network.macs() / 1e9).isBetween(38.1, 38.8);
    assertThat(network.layers())
        .extracting(NetworkLayer::use)
        .contains(OperandUse.GROUPED, OperandUse.HYBRID, OperandUse.PROBABILITIES);
    assertThat(network.layers()).anyMatch(NetworkLayer::coded).anyMatch(layer -> layer.count() > 1);
  }
}
