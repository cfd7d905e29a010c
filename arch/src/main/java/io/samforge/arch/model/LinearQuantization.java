package io.samforge.arch.model;

import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.SnappedOperand;

/**
 * How a linear step is quantised.
 *
 * @param operand the quantiser of its input, on its scale grid
 * @param weights its quantised weights, [output channels][channels]
 * @param bias the bias of every output channel, with corrections that the calibration made
 */
public record LinearQuantization(SnappedOperand operand, QuantizedWeights weights, double[] bias) {
  /** Refuses a bias of another length than the weights. */
  public LinearQuantization {
    if (bias.length != weights.outputs()) {
      throw new IllegalArgumentException(
          bias.length + " biases for " + weights.outputs() + " output channels");
    }
  }
}
