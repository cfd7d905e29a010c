package io.samforge.calib.graph;

import java.util.List;

/**
 * Where one operator of a model is computed, and why.
 *
 * @param name the name of the operator in the model
 * @param operator its kind, such as {@code Conv}
 * @param placement where it is computed
 * @param step the step that computes it
 * @param reason why it is placed there, for people
 * @param macs its multiply-accumulate operations; 0 for operators that are no matrix products
 * @param shape dimensions of its first output; empty for a scalar or when it depends on values
 */
public record NodePlacement(
    String name,
    String operator,
    Placement placement,
    String step,
    String reason,
    long macs,
    List<Long> shape) {
  /** Copies the shape. */
  public NodePlacement {
    shape = List.copyOf(shape);
  }
}
