package io.samforge.calib.synth;

import java.util.Random;

/** Random images for encoders: smooth shapes with some noise, normalised like photographs. */
public final class Images {
  private static final int WAVES = 6;
  private static final double HIGHEST_FREQUENCY = 8;
  private static final double NOISE = 0.1;

  private Images() {}

  /**
   * An image of {@code side} by {@code side} pixels, plane after plane: {@code [3, side, side]}.
   */
  public static float[] smooth(Random random, int side) {
    float[] pixels = new float[3 * side * side];
    for (int plane = 0; plane < 3; plane++) {
      for (int wave = 0; wave < WAVES; wave++) {
        double vertical = HIGHEST_FREQUENCY * random.nextGaussian() / side;
        double horizontal = HIGHEST_FREQUENCY * random.nextGaussian() / side;
        double phase = 2 * Math.PI * random.nextDouble();
        for (int i = 0; i < side * side; i++) {
          int row = i / side;
          double angle = vertical * row + horizontal * (i % side) + phase;
          pixels[plane * side * side + i] += (float) (Math.sqrt(2.0 / WAVES) * Math.sin(angle));
        }
      }
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += (float) (NOISE * random.nextGaussian());
    }
    return pixels;
  }

  /** The same image as {@code [row][column][colour]}. */
  static double[][][] pixels(float[] planes, int side) {
    double[][][] image = new double[side][side][3];
    for (int i = 0; i < planes.length; i++) {
      image[i % (side * side) / side][i % side][i / (side * side)] = planes[i];
    }
    return image;
  }

  /** The largest difference of any of several embeddings {@code [channels, side, side]}. */
  static double largestDifference(double[][][] expected, float[] actual) {
    int side = expected.length;
    int channels = expected[0][0].length;
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      int pixel = i % (side * side);
      double wanted = expected[pixel / side][pixel % side][i / (side * side) % channels];
      largest = Math.max(largest, Math.abs(actual[i] - wanted));
    }
    return largest;
  }
}
