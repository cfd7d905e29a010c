package io.samforge.eval.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutputComparisonTest {
  private static final int TOKENS = 3;
  private static final int CHANNELS = 5;

  private static int[][] values() {
    int[][] values = new int[TOKENS][CHANNELS];
    for (int t = 0; t < TOKENS; t++) {
      Arrays.setAll(values[t], o -> Float.floatToRawIntBits(o - 2.5f));
    }
    return values;
  }

  @Test
  void equalOutputsHaveNoMismatch() {
    OutputComparison comparison = OutputComparison.of("layer", values(), values(), 32);
    assertThat(comparison.elements()).isEqualTo(TOKENS * CHANNELS);
    assertThat(comparison.mismatches()).isZero();
    assertThat(comparison.first()).isEmpty();
  }

  @Test
  void everySingleWrongBitIsFound() {
    for (int t = 0; t < TOKENS; t++) {
      for (int o = 0; o < CHANNELS; o++) {
        for (int bit = 0; bit < Integer.SIZE; bit++) {
          int[][] actual = values();
          actual[t][o] ^= 1 << bit;
          OutputComparison comparison = OutputComparison.of("layer", values(), actual, 32);
          assertThat(comparison.mismatches()).isEqualTo(1);
          assertThat(comparison.first())
              .contains(new Mismatch("layer", t, o, values()[t][o], actual[t][o], 32));
        }
      }
    }
  }

  @Test
  void zerosOfDifferentSignDiffer() {
    int[][] plus = {{Float.floatToRawIntBits(0f)}};
    int[][] minus = {{Float.floatToRawIntBits(-0f)}};
    OutputComparison comparison = OutputComparison.of("layer", plus, minus, 32);
    assertThat(comparison.first().orElseThrow().describe())
        .isEqualTo("layer: token 0, channel 0: expected 0x00000000 (0.0), found 0x80000000 (-0.0)");
  }

  @Test
  void codesAreToldInTheirWidth() {
    OutputComparison comparison =
        OutputComparison.of("fc1", new int[][] {{1, 2}}, new int[][] {{1, 31}}, 5);
    assertThat(comparison.first().orElseThrow().describe())
        .isEqualTo("fc1: token 0, channel 1: expected 0x02, found 0x1f");
  }

  @Test
  void differentShapesAreRefused() {
    assertThatThrownBy(() -> OutputComparison.of("fc1", new int[2][3], new int[1][3], 4))
        .hasMessage("fc1: 1 tokens, expected 2");
    assertThatThrownBy(() -> OutputComparison.of("fc1", new int[2][3], new int[2][4], 4))
        .hasMessage("fc1: 4 channels, expected 3");
  }
}
