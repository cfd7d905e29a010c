package io.samforge.eval.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.RunCounters;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayerResultTest {
  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(Path.of("..", "configs", "small.json"));

  private static LayerResult result(AcceleratorConfig config) {
    RunCounters.Layer counters = new RunCounters.Layer(1000, 900, 60, 40);
    return new LayerResult(
        config, "fc1", "CAG", 10, 320, 64, 204_800, counters, Optional.empty(), 20, 21);
  }

  @Test
  void utilisationIsTheShareOfAllMultipliersInAllCycles() {
    // 204 800 of 1000 cycles x 32 x 16 multipliers.
    assertThat(result(CONFIG).utilisation()).isEqualTo(0.4);
  }

  @Test
  void equalWidthsAreOneNumber() {
    assertThat(result(CONFIG).bits()).isEqualTo("4");
    assertThat(result(CONFIG.withBits(5, 6)).bits()).isEqualTo("w5a6");
  }

  @Test
  void aResultWithoutADifferenceHasNoMismatch() {
    assertThat(result(CONFIG).elements()).isEqualTo(640);
    assertThat(result(CONFIG).mismatches()).isZero();
  }
}
