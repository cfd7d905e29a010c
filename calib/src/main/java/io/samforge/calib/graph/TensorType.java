package io.samforge.calib.graph;

import io.samforge.calib.onnx.ElementType;
import java.util.List;

/**
 * What is known about a tensor before anything runs.
 *
 * @param element type of its elements
 * @param shape dimensions; negative where they depend on values
 */
record TensorType(ElementType element, List<Long> shape) {
  TensorType {
    shape = List.copyOf(shape);
  }

  /** Returns whether all dimensions are known and none is empty. */
  boolean isFixed() {
    return shape.stream().allMatch(d -> d > 0);
  }

  /** Returns whether the elements are 32-bit floats. */
  boolean isFloat() {
    return element == ElementType.FLOAT;
  }

  /** Returns the last dimension. */
  long last() {
    return shape.get(shape.size() - 1);
  }

  /** Returns the elements of a tensor of fixed shape, or the largest long if there are more. */
  long elements() {
    long elements = 1;
    for (long d : shape) {
      elements = d > 0 && elements > Long.MAX_VALUE / d ? Long.MAX_VALUE : elements * d;
    }
    return elements;
  }

  /** Returns bytes of a tensor of fixed shape; 0 if it is not fixed. */
  long bytes() {
    return isFixed() ? Math.multiplyExact(elements(), element.bits()) / Byte.SIZE : 0;
  }
}
