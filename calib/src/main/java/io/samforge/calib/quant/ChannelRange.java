package io.samforge.calib.quant;

/**
 * The smallest and the largest value of one channel over all calibration tokens.
 *
 * @param min smallest value
 * @param max largest value
 */
public record ChannelRange(float min, float max) {
  /** Smallest scale a channel can get, so that a channel that is always zero stays encodable. */
  static final double SMALLEST_SCALE = 1e-8;

  /** Refuses ranges that are not finite or not in order. */
  public ChannelRange {
    if (!Float.isFinite(min) || !Float.isFinite(max) || min > max) {
      throw new IllegalArgumentException("not a range: [%s, %s]".formatted(min, max));
    }
  }

  /** The ranges of all columns of {@code activations}, shape [tokens][channels]. */
  public static ChannelRange[] ofColumns(FloatMatrix activations) {
    int channels = activations.columns();
    float[] min = activations.row(0);
    float[] max = activations.row(0);
    for (int t = 1; t < activations.rows(); t++) {
      for (int c = 0; c < channels; c++) {
        float value = activations.get(t, c);
        min[c] = Math.min(min[c], value);
        max[c] = Math.max(max[c], value);
      }
    }
    ChannelRange[] ranges = new ChannelRange[channels];
    for (int c = 0; c < channels; c++) {
      ranges[c] = new ChannelRange(min[c], max[c]);
    }
    return ranges;
  }

  /** The range of all elements of {@code activations} together. */
  public static ChannelRange ofAll(FloatMatrix activations) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (ChannelRange range : ofColumns(activations)) {
      min = Math.min(min, range.min);
      max = Math.max(max, range.max);
    }
    return new ChannelRange(min, max);
  }

  /**
   * The asymmetric uniform quantiser of this range with {@code levels} codes; zero is always inside
   * the encodable range (docs/algorithm.md, CAG step 2).
   */
  public ScaleZero quantizer(int levels) {
    double lo = Math.min(min, 0.0);
    double hi = Math.max(max, 0.0);
    double scale = Math.max((hi - lo) / (levels - 1), SMALLEST_SCALE);
    double zero = Math.max(0, Math.min(levels - 1, -Math.rint(lo / scale)));
    return new ScaleZero(scale, zero);
  }
}
