package io.samforge.calib.synth;

import java.util.Random;

/**
 * Random parameters with the statistics of trained ones. A parameter depends on the seed and its
 * name alone, so a model and its naive counterpart draw the same values independently.
 *
 * @param seed chooses the weights
 */
record RandomWeights(long seed) {
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final double CHANNEL_SPREAD = 0.3;
  private static final double GAIN_SPREAD = 0.1;
  private static final int CHANNELS_PER_OUTLIER = 48;
  private static final double SMALLEST_OUTLIER = 3;
  private static final double OUTLIER_SPREAD = 3;

  /**
   * A matrix {@code [outputs][inputs]} that about keeps the size of normalised inputs: standard
   * deviation 1/sqrt(inputs), with outputs of different size as trained layers have them.
   */
  float[] matrix(String name, int outputs, int inputs) {
    Random random = random(name);
    float[] values = new float[Math.multiplyExact(outputs, inputs)];
    for (int o = 0; o < outputs; o++) {
      double deviation =
          Math.exp(CHANNEL_SPREAD * random.nextGaussian()) / Math.sqrt(Math.max(inputs, 1));
      for (int i = 0; i < inputs; i++) {
        values[o * inputs + i] = (float) (deviation * random.nextGaussian());
      }
    }
    return values;
  }

  /** Independent normal values. */
  float[] normal(String name, int count, double mean, double deviation) {
    Random random = random(name);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return values;
  }

  /** Gains of a normalisation: around one, a few channels several times as large. */
  float[] gains(String name, int channels) {
    Random random = random(name);
    float[] values = new float[channels];
    for (int i = 0; i < channels; i++) {
      values[i] = (float) (1 + GAIN_SPREAD * random.nextGaussian());
    }
    for (int i = 0; i < Math.max(1, channels / CHANNELS_PER_OUTLIER); i++) {
      values[random.nextInt(channels)] =
          (float) (SMALLEST_OUTLIER + OUTLIER_SPREAD * random.nextDouble());
    }
    return values;
  }

  private Random random(String name) {
    // Random's first values for neighbouring seeds are alike, so the bits are mixed first.
    long mixed = (seed * MIX + name.hashCode()) * MIX;
    return new Random(mixed ^ mixed >>> Integer.SIZE);
  }
}
