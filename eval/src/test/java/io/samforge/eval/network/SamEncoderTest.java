package io.samforge.eval.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The layer lists have the published numbers of multiply-accumulates. */
class SamEncoderTest {
  @Test
  void macsAreThePublishedOnes() {
    assertThat(gmacs(SamEncoder.BASE)).isEqualTo(486);
    assertThat(gmacs(SamEncoder.LARGE)).isEqualTo(1493);
    assertThat(gmacs(SamEncoder.HUGE)).isEqualTo(2981);
  }

  @Test
  void aWindowedBlockIsPaddedAndAGlobalOneIsNot() {
    Network base = SamEncoder.BASE.network();
    assertThat(layer(base, "blocks.0.qkv").tokens()).isEqualTo(25 * 196);
    assertThat(layer(base, "blocks.0.fc1").tokens()).isEqualTo(4096);
    assertThat(layer(base, "blocks.0.scores"))
        .isEqualTo(
            new NetworkLayer(
                "blocks.0.scores", 300, 196, 64, 196, OperandUse.GROUPED, false, true));
    assertThat(layer(base, "blocks.2.values"))
        .isEqualTo(
            new NetworkLayer(
                "blocks.2.values", 12, 4096, 4096, 64, OperandUse.PROBABILITIES, false));
    assertThat(base.layers()).hasSize(1 + 12 * 8 + 2);
  }

  private static NetworkLayer layer(Network network, String name) {
    return network.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long gmacs(SamEncoder encoder) {
    return Math.round(encoder.network().macs() / 1e9);
  }
}
