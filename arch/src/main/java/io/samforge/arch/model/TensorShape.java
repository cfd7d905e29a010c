package io.samforge.arch.model;

import java.util.List;

/**
 * A named tensor and its dimensions.
 *
 * @param name the name in the model
 * @param shape dimensions, all known
 */
public record TensorShape(String name, List<Long> shape) {
  /** Refuses unknown dimensions. */
  public TensorShape {
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(d -> d < 0)) {
      throw new IllegalArgumentException("tensor " + name + " has the shape " + shape);
    }
  }

  /** Returns the number of elements. */
  public long elements() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }
}
