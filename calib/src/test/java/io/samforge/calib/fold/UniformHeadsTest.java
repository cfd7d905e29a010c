package io.samforge.calib.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.quant.FloatMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class UniformHeadsTest {
  private static ProductSamples samples(float[] left, float[] right) {
    ProductSamples.Head head =
        new ProductSamples.Head(new FloatMatrix(1, 2, left), new FloatMatrix(2, 1, right));
    return new ProductSamples(List.of(new ProductSamples.Window(List.of(head))));
  }

  /**
   * Two bits for queries 0 to 3 and keys -1 to 2: the step is 1 on both sides. Queries 3 and 0.6
   * become 3 and 1, keys 2 and -0.8 become 2 and -1: the product 5.52 becomes 5.
   */
  @Test
  void byHand() {
    UniformHeads heads = UniformHeads.of(samples(new float[] {3, 0}, new float[] {-1, 2}), 2);
    ProductSamples measured = samples(new float[] {3, 0.6f}, new float[] {2, -0.8f});
    double noise = 0.52 * 0.52 / (5.52 * 5.52);
    assertThat(heads.noise(measured)).isCloseTo(noise, within(1e-6));
    assertThat(heads.decibels(measured)).isCloseTo(-10 * Math.log10(noise), within(1e-4));
  }

  /** Values outside of the calibrated range take the outermost level. */
  @Test
  void clipping() {
    UniformHeads heads = UniformHeads.of(samples(new float[] {3, 0}, new float[] {-1, 2}), 2);
    ProductSamples measured = samples(new float[] {6, 0}, new float[] {4, 0});
    assertThat(heads.noise(measured)).isCloseTo(18.0 * 18 / (24 * 24), within(1e-6));
  }
}
