package io.samforge.host.run;

import io.samforge.arch.model.ProductStep;
import java.util.List;

/**
 * Some neighbouring products of a step. Tensors of a slice hold the matrices of its products only.
 *
 * @param step the step
 * @param first the first product, 0..batch-1
 * @param count how many, at least one
 */
public record ProductSlice(ProductStep step, int first, int count) {
  /** Refuses products that the step does not have. */
  public ProductSlice {
    if (first < 0 || count < 1 || first > step.batch() - count) {
      throw new IllegalArgumentException(
          "%s: %d products from %d of %d".formatted(step.name(), count, first, step.batch()));
    }
  }

  /** All products of a step. */
  public static ProductSlice whole(ProductStep step) {
    return new ProductSlice(step, 0, step.batch());
  }

  /** Returns the product behind the last one. */
  public int end() {
    return first + count;
  }

  /** Returns the dimensions of the results: those of the step when the slice is all of it. */
  public List<Long> shape() {
    return count == step.batch()
        ? step.shape()
        : List.of((long) count, (long) step.tokens(), (long) step.columns());
  }
}
