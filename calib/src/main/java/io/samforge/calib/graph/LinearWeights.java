package io.samforge.calib.graph;

import io.samforge.calib.quant.FloatMatrix;

/**
 * The constants of a linear step before quantisation.
 *
 * @param weights shape [output channels][channels], channels in the order of the step's input view
 * @param bias one for each output channel; zeros if the model adds none
 */
public record LinearWeights(FloatMatrix weights, float[] bias) {
  /** Refuses a bias that does not fit the weights. */
  public LinearWeights {
    if (bias.length != weights.rows()) {
      throw new IllegalArgumentException(
          "%d biases for %d output channels".formatted(bias.length, weights.rows()));
    }
  }
}
