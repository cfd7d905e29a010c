package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/**
 * Replaces values by the levels of their codes and gives their rounding a gradient (algorithm,
 * section 10.2).
 *
 * <p>The result is {@code level + SUM slope_i (p_i - stop(p_i))} over the value itself and the
 * learned scales {@code p_i}, where {@code stop} hides a tensor from differentiation: the added
 * terms are zero, and their derivatives are the slopes.
 */
interface FakeQuantizer {
  /** Returns the levels of values, without a gradient. */
  NDArray levels(NDArray x);

  /** Returns the levels of values, with a gradient to the values and to the learned scales. */
  NDArray train(NDArray x);

  /** Returns the scales that training changes. */
  List<LearnedTensor> learned();

  /** Returns a tensor whose values are zero and whose derivative by {@code x} is {@code slope}. */
  static NDArray gradient(NDArray x, NDArray slope) {
    return x.sub(x.stopGradient()).mul(slope);
  }

  /** Returns 1 where a condition holds and 0 elsewhere. */
  static NDArray indicator(NDArray condition) {
    return condition.toType(DataType.FLOAT32, false);
  }
}
