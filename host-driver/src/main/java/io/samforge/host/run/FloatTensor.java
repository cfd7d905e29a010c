package io.samforge.host.run;

import java.util.List;

/**
 * A float tensor in row-major order. The array is not copied; it must not change.
 *
 * @param shape dimensions
 * @param data all elements
 */
public record FloatTensor(List<Long> shape, float[] data) implements StepValue {
  /** Refuses data of another size than the shape. */
  public FloatTensor {
    shape = List.copyOf(shape);
    long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    if (elements != data.length) {
      throw new IllegalArgumentException(data.length + " elements for the shape " + shape);
    }
  }
}
