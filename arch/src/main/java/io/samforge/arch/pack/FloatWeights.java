package io.samforge.arch.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Weights and bias of a linear step that no device computes.
 *
 * @param outputs output channels
 * @param channels input channels
 * @param data little-endian floats: the weights, [outputs][channels], then one bias for every
 *     output
 */
public record FloatWeights(int outputs, int channels, byte[] data) {
  /** Refuses data of another size. */
  public FloatWeights {
    long bytes = Float.BYTES * ((long) outputs * channels + outputs);
    if (outputs < 1 || channels < 1 || data.length != bytes) {
      throw new IllegalArgumentException(
          "%d bytes of weights for %d x %d".formatted(data.length, outputs, channels));
    }
  }

  /**
   * Packs weights.
   *
   * @param weights row-major, [outputs][channels]
   */
  public static FloatWeights of(float[] weights, float[] bias) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * (weights.length + bias.length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights).put(bias);
    return new FloatWeights(bias.length, weights.length / bias.length, bytes.array());
  }

  /** Returns the weights in row-major order, [outputs][channels]. */
  public float[] weights() {
    return floats(0, outputs * channels);
  }

  /** Returns one bias for every output. */
  public float[] bias() {
    return floats(outputs * channels, outputs);
  }

  private float[] floats(int from, int count) {
    float[] values = new float[count];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(from, values);
    return values;
  }
}
