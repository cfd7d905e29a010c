package io.samforge.calib.graph;

import io.samforge.arch.Sha256;
import io.samforge.calib.quant.FloatMatrix;
import java.nio.ByteBuffer;

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

  /** The SHA-256 of all numbers, 64 lower-case hexadecimal digits. */
  public String digest() {
    float[] values = weights.toArray();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length + bias.length, Float.BYTES));
    bytes.asFloatBuffer().put(values).put(bias);
    return Sha256.of(bytes.array());
  }
}
