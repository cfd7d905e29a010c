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
 */
public record LinearSamples(FloatMatrix rows, ChannelRange[] meanRange) {
  /** Refuses ranges for another number of channels. */
  public LinearSamples {
    if (rows.columns() != meanRange.length) {
      throw new IllegalArgumentException(
          meanRange.length + " ranges for " + rows.columns() + " channels");
    }
  }
}
