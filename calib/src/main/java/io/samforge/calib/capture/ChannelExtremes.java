package io.samforge.calib.capture;

import io.samforge.arch.model.MatrixView;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The smallest and the largest value of every channel of a tensor.
 *
 * @param min smallest values, [channels]
 * @param max largest values, [channels]
 */
record ChannelExtremes(float[] min, float[] max) {
  private static final int ELEMENTS_AT_ONCE = 1 << 18;

  /** Looks at all tokens of a tensor. */
  static ChannelExtremes of(MatrixView view, float[] tensor) {
    int atOnce = Math.max(1, ELEMENTS_AT_ONCE / view.channels());
    if (view instanceof MatrixView.Planes planes) {
      return ofPlanes(planes, tensor);
    }
    int blocks = (view.tokens() + atOnce - 1) / atOnce;
    return IntStream.range(0, blocks)
        .parallel()
        .mapToObj(
            b -> ofTokens(view, tensor, b * atOnce, Math.min(view.tokens(), (b + 1) * atOnce)))
        .reduce(ChannelExtremes::join)
        .orElseThrow();
  }

  private static ChannelExtremes ofPlanes(MatrixView.Planes planes, float[] tensor) {
    ChannelExtremes extremes = empty(planes.channels());
    int pixels = planes.tokens();
    IntStream.range(0, planes.channels())
        .parallel()
        .forEach(
            c -> {
              float least = Float.POSITIVE_INFINITY;
              float most = Float.NEGATIVE_INFINITY;
              for (int i = c * pixels; i < (c + 1) * pixels; i++) {
                least = Math.min(least, tensor[i]);
                most = Math.max(most, tensor[i]);
              }
              extremes.min[c] = least;
              extremes.max[c] = most;
            });
    return extremes;
  }

  private static ChannelExtremes ofTokens(MatrixView view, float[] tensor, int from, int to) {
    ChannelExtremes extremes = empty(view.channels());
    float[] row = new float[view.channels()];
    for (int t = from; t < to; t++) {
      view.read(tensor, t, row);
      for (int c = 0; c < row.length; c++) {
        extremes.min[c] = Math.min(extremes.min[c], row[c]);
        extremes.max[c] = Math.max(extremes.max[c], row[c]);
      }
    }
    return extremes;
  }

  private static ChannelExtremes empty(int channels) {
    float[] min = new float[channels];
    float[] max = new float[channels];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    return new ChannelExtremes(min, max);
  }

  private ChannelExtremes join(ChannelExtremes other) {
    ChannelExtremes joined = new ChannelExtremes(min.clone(), max.clone());
    for (int c = 0; c < min.length; c++) {
      joined.min[c] = Math.min(min[c], other.min[c]);
      joined.max[c] = Math.max(max[c], other.max[c]);
    }
    return joined;
  }

  /** Returns whether no value was infinite or not a number. */
  boolean finite() {
    return IntStream.range(0, min.length)
        .allMatch(c -> Float.isFinite(min[c]) && Float.isFinite(max[c]));
  }
}
