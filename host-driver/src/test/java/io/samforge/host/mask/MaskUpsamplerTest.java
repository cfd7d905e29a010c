package io.samforge.host.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskUpsamplerTest {
  private static final int SIDE = MaskUpsampler.SIDE;

  /** Bilinear value at output (x, y) when {@code plane} is scaled to width x height; in doubles. */
  private static double sample(double[][] plane, int width, int height, int x, int y) {
    double sx = Math.max(0, (x + 0.5) * plane[0].length / width - 0.5);
    double sy = Math.max(0, (y + 0.5) * plane.length / height - 0.5);
    int x0 = (int) sx;
    int y0 = (int) sy;
    int x1 = Math.min(x0 + 1, plane[0].length - 1);
    int y1 = Math.min(y0 + 1, plane.length - 1);
    double fx = sx - x0;
    double fy = sy - y0;
    return (1 - fy) * ((1 - fx) * plane[y0][x0] + fx * plane[y0][x1])
        + fy * ((1 - fx) * plane[y1][x0] + fx * plane[y1][x1]);
  }

  private static double[][] scaled(double[][] plane, int width, int height) {
    double[][] result = new double[height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        result[y][x] = sample(plane, width, height, x, y);
      }
    }
    return result;
  }

  private static double[][] naive(float[] logits, ImageSize image) {
    double[][] plane = new double[SIDE][SIDE];
    for (int i = 0; i < logits.length; i++) {
      plane[i / SIDE][i % SIDE] = logits[i];
    }
    double[][] frame = scaled(plane, ImageSize.FRAME, ImageSize.FRAME);
    double[][] cropped = new double[image.frameHeight()][image.frameWidth()];
    for (int y = 0; y < cropped.length; y++) {
      System.arraycopy(frame[y], 0, cropped[y], 0, cropped[y].length);
    }
    return scaled(cropped, image.width(), image.height());
  }

  private static float[] randomLogits(long seed) {
    Random random = new Random(seed);
    float[] logits = new float[SIDE * SIDE];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    return logits;
  }

  @Test
  void equalsTheNaiveModelOnRandomLogits() {
    long seed = Long.getLong("samforge.seed", 3103);
    System.out.println("samforge.seed=" + seed);
    float[] logits = randomLogits(seed);
    for (ImageSize image :
        new ImageSize[] {
          new ImageSize(640, 427),
          new ImageSize(300, 700),
          new ImageSize(1500, 1500),
          new ImageSize(37, 5),
          new ImageSize(1, 900)
        }) {
      Mask mask = MaskUpsampler.upsample(logits, image);
      double[][] values = naive(logits, image);
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          // Floats and doubles may disagree where the value is all but zero.
          if (Math.abs(values[y][x]) > 1e-5) {
            assertThat(mask.get(x, y)).as("%s at %d,%d", image, x, y).isEqualTo(values[y][x] > 0);
          }
        }
      }
    }
  }

  @Test
  void zeroIsNotTheObject() {
    assertThat(MaskUpsampler.upsample(new float[SIDE * SIDE], new ImageSize(50, 40)).area())
        .isZero();
  }

  @Test
  void whatLiesInThePaddingIsCutOff() {
    float[] logits = new float[SIDE * SIDE];
    for (int i = 0; i < logits.length; i++) {
      // The picture fills the upper half; the object lies below row 140 of 256.
      logits[i] = i / SIDE >= 140 ? 1 : -1;
    }
    assertThat(MaskUpsampler.upsample(logits, new ImageSize(200, 100)).area()).isZero();
    assertThat(MaskUpsampler.upsample(logits, new ImageSize(100, 100)).area()).isEqualTo(4500);
  }

  @Test
  void refusesOtherSizes() {
    assertThatThrownBy(() -> MaskUpsampler.upsample(new float[5], new ImageSize(5, 5)))
        .hasMessage("not 256 x 256 logits: 5");
  }
}
