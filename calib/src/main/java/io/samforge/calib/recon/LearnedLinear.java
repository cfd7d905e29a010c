package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import io.samforge.arch.model.LinearQuantization;

/**
 * A linear step in training.
 *
 * @param operand its operand
 * @param weights its weights
 * @param bias its bias, shape [outputs]
 * @param exactBias the bias in double precision
 */
record LearnedLinear(
    LearnedOperand operand, SoftRounding weights, NDArray bias, double[] exactBias) {
  /** Returns this step with another operand. */
  LearnedLinear with(LearnedOperand other) {
    return new LearnedLinear(other, weights, bias, exactBias);
  }

  /** Returns the quantisers with hardened weights. */
  LinearQuantization result() {
    return new LinearQuantization(operand.result(), weights.hardened(), exactBias);
  }
}
