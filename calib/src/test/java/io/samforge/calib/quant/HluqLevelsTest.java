package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HluqLevelsTest {
  private static final double MIN = -0.17;

  @Test
  void reproducesTheWorkedExample() {
    HluqLevels levels = new HluqLevels(16, 4, 8, 0.48, 1.12 / 11.25);
    double[] expected = {
      -0.17, -0.11, -0.05, 0.07, 0.31, 0.409556, 0.509111, 0.608667, 0.708222, 0.807778, 0.907333,
      1.006889, 1.106444, 1.206, 1.305556, 1.405111
    };
    for (int k = 0; k < 16; k++) {
      assertThat(levels.decode(k) + MIN).isCloseTo(expected[k], within(1e-6));
    }
    assertThat(levels.threshold(1) + MIN).isCloseTo(-0.127574, within(1e-6));
    assertThat(levels.threshold(5) + MIN).isCloseTo(0.359778, within(1e-6));
    assertThat(quantise(levels, 0.0)).isCloseTo(0.07, within(1e-6));
    assertThat(quantise(levels, -0.20)).isCloseTo(-0.17, within(1e-6));
    assertThat(quantise(levels, 2.0)).isCloseTo(1.405111, within(1e-6));
  }

  @Test
  void reproducesTheSecondExample() {
    HluqLevels levels = new HluqLevels(16, 8, 8, 0.8, 0.1066667);
    double[] samples = {-0.165, -0.10, 0.0, 0.5, 1.43};
    double[] expected = {-0.16375, -0.12, 0.03, 0.63, 1.376667};
    for (int i = 0; i < samples.length; i++) {
      assertThat(quantise(levels, samples[i])).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void encodesLikeTheFormulaWithLogarithms() {
    Random random = Seeds.random("HluqLevelsTest", 21);
    for (int n : new int[] {4, 8, 16, 32}) {
      HluqLevels levels = new HluqLevels(64, n, 32, 0.48, 0.0213);
      for (int i = 0; i < 20_000; i++) {
        double x = random.nextDouble() < 0.5 ? random.nextDouble() * 2 : random.nextDouble() * 0.01;
        assertThat(levels.decode(levels.encode(x))).isEqualTo(formula(x, n, 64, 0.48, 0.0213));
      }
    }
  }

  @Test
  void everyLevelEncodesToItsOwnCode() {
    HluqLevels levels = new HluqLevels(64, 16, 16, 0.3, 0.01);
    for (int k = 0; k < 64; k++) {
      assertThat(levels.encode(levels.decode(k))).isEqualTo(k);
    }
  }

  @Test
  void codesBeyondTheShiftsOfTheHardwareStandForZero() {
    HluqLevels capped = new HluqLevels(64, 32, 16, 0.8, 0.01);
    HluqLevels full = new HluqLevels(64, 32, 32, 0.8, 0.01);
    for (int k = 0; k < 64; k++) {
      assertThat(capped.decode(k)).isEqualTo(k <= 16 ? 0 : full.decode(k));
      assertThat(capped.threshold(k)).isEqualTo(full.threshold(k));
    }
  }

  @Test
  void refusesMoreLogCodesThanHalf() {
    assertThatThrownBy(() -> new HluqLevels(16, 9, 8, 1, 1)).hasMessageContaining("L=16, nLog=9");
  }

  private static double quantise(HluqLevels levels, double x) {
    return levels.decode(levels.encode(x - MIN)) + MIN;
  }

  /** The quantiser as the definition has it: logarithm and rounding, no thresholds. */
  private static double formula(double x, int n, int levels, double sLog, double sUni) {
    if (x <= sLog) {
      long i = Math.round(-(Math.log(Math.max(x, 1e-20) / sLog) / Math.log(2)));
      return i >= n ? 0 : sLog * Math.pow(2, -i);
    }
    long j = Math.min(levels - n - 1, Math.round((x - sLog) / sUni));
    return sLog + j * sUni;
  }
}
