package io.samforge.calib.recon;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Dimensions for a tensor that holds only some of the samples for which a model was written.
 *
 * <p>Samples (tokens, or the windows of an attention) come first in row-major order. So of a shape
 * made for all samples the leading dimensions shrink and the rank stays.
 */
final class ShapeFit {
  private ShapeFit() {}

  /**
   * Returns the shape for a number of elements: the dimensions themselves if they have as many,
   * else with the shortest possible leading part scaled.
   *
   * @throws IllegalArgumentException when no leading part can be scaled
   */
  static Shape of(List<Long> dimensions, long elements) {
    long[] fitted = dimensions.stream().mapToLong(Long::longValue).toArray();
    long all = 1;
    for (long dimension : fitted) {
      all *= dimension;
    }
    if (all == elements) {
      return new Shape(fitted);
    }
    long leading = 1;
    for (int i = 0; i < fitted.length; i++) {
      leading *= fitted[i];
      fitted[i] = 1;
      if (Math.multiplyExact(leading, elements) % all == 0) {
        fitted[i] = leading * elements / all;
        return new Shape(fitted);
      }
    }
    throw new IllegalArgumentException(elements + " elements do not fit the shape " + dimensions);
  }
}
