package io.samforge.arch.model;

import io.samforge.arch.layer.SnappedOperand;
import java.util.List;

/**
 * How a product of two activations is quantised, head by head.
 *
 * @param left quantiser of the left rows for every head; a single one counts for all heads
 * @param right quantiser of the right side for every head; a single one counts for all heads
 */
public record ProductQuantization(List<SnappedOperand> left, List<RightQuantization> right) {
  /** Copies the lists and refuses empty ones. */
  public ProductQuantization {
    left = List.copyOf(left);
    right = List.copyOf(right);
    if (left.isEmpty() || right.isEmpty()) {
      throw new IllegalArgumentException("a product needs a quantiser on both sides");
    }
  }

  /** Returns the quantiser of the left rows of a head. */
  public SnappedOperand left(int head) {
    return left.get(left.size() == 1 ? 0 : head);
  }

  /** Returns the quantiser of the right side of a head. */
  public RightQuantization right(int head) {
    return right.get(right.size() == 1 ? 0 : head);
  }
}
