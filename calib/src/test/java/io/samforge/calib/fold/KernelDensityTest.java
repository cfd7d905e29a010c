package io.samforge.calib.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelDensityTest {
  private final Random random = Seeds.random("KernelDensityTest", 51);

  /** Values 0 and 1: deviation sqrt(1/2), width 2^(-1/5) of it; the formula written out. */
  @Test
  void twoValuesByHand() {
    KernelDensity density = KernelDensity.of(new float[] {1, 0}, 3);
    double width = Math.pow(2, -0.2) * Math.sqrt(0.5);
    double peak = 1 / (width * Math.sqrt(2 * Math.PI));
    double far = Math.exp(-1 / (2 * width * width));
    double half = Math.exp(-0.25 / (2 * width * width));
    assertThat(density.position(0)).isZero();
    assertThat(density.position(1)).isEqualTo(0.5);
    assertThat(density.position(2)).isEqualTo(1);
    assertThat(density.density())
        .containsExactly(
            new double[] {peak * (1 + far) / 2, peak * half, peak * (1 + far) / 2}, within(1e-12));
  }

  /** Against the sum over all values, with nothing left out and another order. */
  @Test
  void equalsTheFormula() {
    float[] values = new float[700];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * (i % 3 == 0 ? 8 : 0.5) + i % 2);
    }
    float[] before = values.clone();
    KernelDensity density = KernelDensity.of(values, 41);
    assertThat(values).isEqualTo(before);
    double[] expected = naive(values, 41);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, value);
    }
    for (int p = 0; p < 41; p++) {
      assertThat(density.density()[p]).isCloseTo(expected[p], within(1e-12 * largest));
    }
  }

  private static double[] naive(float[] values, int points) {
    double min = Double.MAX_VALUE;
    double max = -Double.MAX_VALUE;
    double mean = 0;
    for (float v : values) {
      min = Math.min(min, v);
      max = Math.max(max, v);
      mean += v / (double) values.length;
    }
    double variance = 0;
    for (float v : values) {
      variance += (v - mean) * (v - mean) / (values.length - 1);
    }
    double h = Math.sqrt(variance) / Math.pow(values.length, 1 / 5.0);
    double[] density = new double[points];
    for (int p = 0; p < points; p++) {
      double x = min + (max - min) * p / (points - 1);
      for (float v : values) {
        double z = (x - v) / h;
        density[p] += Math.exp(-0.5 * z * z) / (h * Math.sqrt(2 * Math.PI) * values.length);
      }
    }
    return density;
  }

  @Test
  void equalValuesHaveNoDensity() {
    KernelDensity density = KernelDensity.of(new float[] {3, 3, 3}, 5);
    assertThat(density.step()).isZero();
    assertThat(density.density()).containsOnly(0);
    assertThatThrownBy(() -> KernelDensity.of(new float[0], 5))
        .hasMessage("0 values at 5 points; allowed: at least 1 and 2");
  }
}
