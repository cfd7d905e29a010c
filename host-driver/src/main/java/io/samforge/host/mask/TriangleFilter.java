package io.samforge.host.mask;

/**
 * Scales a line of samples with a triangular kernel that widens when the line shrinks.
 *
 * <p>Plain bilinear interpolation skips most pixels of a large photograph; the standard Java
 * scalers either do that or differ between Java versions, and codes must not depend on either.
 */
final class TriangleFilter {
  private final int[] first;
  private final float[][] weights;

  /** Prepares scaling from {@code from} to {@code to} samples. */
  TriangleFilter(int from, int to) {
    double ratio = (double) from / to;
    double radius = Math.max(1, ratio);
    first = new int[to];
    weights = new float[to][];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * ratio;
      int begin = Math.max(0, (int) (centre - radius + 0.5));
      int end = Math.min(from, (int) (centre + radius + 0.5));
      first[i] = begin;
      weights[i] = kernel(begin, end, centre, radius);
    }
  }

  private static float[] kernel(int begin, int end, double centre, double radius) {
    double[] raw = new double[end - begin];
    double sum = 0;
    for (int k = 0; k < raw.length; k++) {
      raw[k] = Math.max(0, 1 - Math.abs(begin + k + 0.5 - centre) / radius);
      sum += raw[k];
    }
    float[] normalised = new float[raw.length];
    for (int k = 0; k < raw.length; k++) {
      normalised[k] = (float) (raw[k] / sum);
    }
    return normalised;
  }

  /** Scales every row of {@code plane}, shape [height][from], to shape [height][to]. */
  float[] rows(float[] plane, int height) {
    int from = plane.length / height;
    int to = first.length;
    float[] scaled = new float[height * to];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < to; x++) {
        float sum = 0;
        for (int k = 0; k < weights[x].length; k++) {
          sum += weights[x][k] * plane[y * from + first[x] + k];
        }
        scaled[y * to + x] = sum;
      }
    }
    return scaled;
  }

  /** Scales every column of {@code plane}, shape [from][width], to shape [to][width]. */
  float[] columns(float[] plane, int width) {
    int to = first.length;
    float[] scaled = new float[to * width];
    for (int y = 0; y < to; y++) {
      for (int k = 0; k < weights[y].length; k++) {
        float weight = weights[y][k];
        int at = (first[y] + k) * width;
        for (int x = 0; x < width; x++) {
          scaled[y * width + x] += weight * plane[at + x];
        }
      }
    }
    return scaled;
  }
}
