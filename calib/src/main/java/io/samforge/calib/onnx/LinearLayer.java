package io.samforge.calib.onnx;

import io.samforge.calib.quant.FloatMatrix;

/**
 * A fully connected layer of an ONNX graph: {@code output = input * weights^T + bias}.
 *
 * @param name path of the layer without a leading slash, such as {@code layers.3/blocks.1/mlp/fc1}
 * @param input tensor it reads, shape [..., inputs]
 * @param output tensor it makes, bias included, shape [..., outputs]
 * @param weights shape [outputs][inputs]
 * @param bias one for each output; zeros if the graph adds none
 * @param activation function that follows
 */
public record LinearLayer(
    String name,
    String input,
    String output,
    FloatMatrix weights,
    float[] bias,
    Activation activation) {
  /** Refuses a bias that does not fit the weights. */
  public LinearLayer {
    if (bias.length != weights.rows()) {
      throw new IllegalArgumentException(
          "%s: %d biases for %d outputs".formatted(name, bias.length, weights.rows()));
    }
  }

  /** Number of input channels. */
  public int inputs() {
    return weights.columns();
  }

  /** Number of output channels. */
  public int outputs() {
    return weights.rows();
  }
}
