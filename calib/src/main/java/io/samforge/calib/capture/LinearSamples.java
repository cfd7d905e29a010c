package io.samforge.calib.capture;

import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;

/**
 * What calibration keeps of the input of a linear step.
 *
 * <p>The array is the record's own; callers do not change it.
 *
 * @param rows a sample of the input rows of all calibration images, image after image, shape
 *     [rows][channels]
 * @param meanRange for every channel the mean over the images of the smallest and of the largest
 *     value of all rows of an image, padding included
 * @param wholeRange for every channel the smallest and the largest value in any of the images
 */
public record LinearSamples(FloatMatrix rows, ChannelRange[] meanRange, ChannelRange[] wholeRange) {
  /**
   * Returns these samples with at most {@code limit} rows, whose values are clamped to the mean
   * ranges.
   *
   * <p>Errors of quantisers with fine steps are to be compared on these: a handful of values far
   * outside makes most of the squared error on the samples as they are, and hardly any of the error
   * of the embedding.
   */
  public LinearSamples usual(int limit) {
    FloatMatrix some = rows.spreadRows(limit);
    float[] values = some.toArray();
    for (int i = 0; i < values.length; i++) {
      ChannelRange range = meanRange[i % meanRange.length];
      values[i] = Math.max(range.min(), Math.min(range.max(), values[i]));
    }
    return new LinearSamples(
        new FloatMatrix(some.rows(), some.columns(), values), meanRange, wholeRange);
  }

  /**
   * For every channel the middle between the mean and the whole range.
   *
   * <p>For 8-bit codes the mean range clips too much on images unlike the others, and the steps of
   * the whole range, which one image decides, are too coarse on all (docs/algorithm.md 13).
   */
  public ChannelRange[] middleRange() {
    ChannelRange[] middle = new ChannelRange[meanRange.length];
    for (int c = 0; c < middle.length; c++) {
      middle[c] =
          new ChannelRange(
              (meanRange[c].min() + wholeRange[c].min()) / 2,
              (meanRange[c].max() + wholeRange[c].max()) / 2);
    }
    return middle;
  }

  /** Refuses ranges for another number of channels. */
  public LinearSamples {
    if (rows.columns() != meanRange.length || rows.columns() != wholeRange.length) {
      throw new IllegalArgumentException(
          "%d and %d ranges for %d channels"
              .formatted(meanRange.length, wholeRange.length, rows.columns()));
    }
  }
}
