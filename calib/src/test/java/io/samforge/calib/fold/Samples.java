package io.samforge.calib.fold;

import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.quant.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up samples of a product: normal values with a scale and an offset for every channel. */
record Samples(Random random) {
  /** One window; scale and offset of channel i of head h are at {@code h * inner + i}. */
  ProductSamples of(int heads, double[] queryScale, double[] keyScale, double[] keyOffset) {
    int inner = keyScale.length / heads;
    List<ProductSamples.Head> all = new ArrayList<>();
    for (int h = 0; h < heads; h++) {
      float[] left = new float[40 * inner];
      float[] right = new float[inner * 50];
      for (int i = 0; i < left.length; i++) {
        left[i] = (float) (queryScale[h * inner + i % inner] * random.nextGaussian());
      }
      for (int i = 0; i < right.length; i++) {
        int channel = h * inner + i / 50;
        right[i] = (float) (keyScale[channel] * random.nextGaussian() + keyOffset[channel]);
      }
      all.add(
          new ProductSamples.Head(
              new FloatMatrix(40, inner, left), new FloatMatrix(inner, 50, right)));
    }
    return new ProductSamples(List.of(new ProductSamples.Window(all)));
  }

  /** Random positive numbers, {@code spread} octaves on both sides of one. */
  double[] scales(int count, double spread) {
    return random.doubles(count, -spread, spread).map(x -> Math.pow(2, x)).toArray();
  }
}
