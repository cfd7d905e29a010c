package io.samforge.arch.golden;

import io.samforge.arch.format.HwFloat;
import io.samforge.arch.layer.Fp32Layer;
import java.util.Arrays;

/**
 * The reference of a layer of the floating-point twin, to the bit (architecture, section 15).
 *
 * <p>A float sum depends on its order, so the order is part of the contract: K products of a chunk,
 * each rounded; their sum in a binary tree of neighbours; the chunk's sum added to the partial sum
 * of the chunks before it; the bias; ReLU. Channels behind the last are +0 with weights of +0.
 */
public final class Fp32GoldenModel {
  private static final float NOT_A_NUMBER = Float.intBitsToFloat(0x7fc00000);

  private final int reductionLanes;

  /**
   * Makes the model of an engine.
   *
   * @param reductionLanes K, a power of two
   */
  public Fp32GoldenModel(int reductionLanes) {
    if (Integer.bitCount(reductionLanes) != 1) {
      throw new IllegalArgumentException(reductionLanes + " lanes are not a power of two");
    }
    this.reductionLanes = reductionLanes;
  }

  /**
   * Returns the floats y of a layer, [tokens][outputs]; every NaN is 0x7fc00000.
   *
   * @param values operand, [tokens][channels]
   */
  public float[][] values(Fp32Layer layer, float[][] values) {
    if (values.length != layer.tokens()) {
      throw new IllegalArgumentException(
          "layer %s: %d rows for %d tokens".formatted(layer.name(), values.length, layer.tokens()));
    }
    float[][] outputs = new float[layer.tokens()][layer.outputs()];
    for (int t = 0; t < outputs.length; t++) {
      if (values[t].length != layer.channels()) {
        throw new IllegalArgumentException(
            "layer %s: token %d has %d values for %d channels"
                .formatted(layer.name(), t, values[t].length, layer.channels()));
      }
      for (int o = 0; o < layer.outputs(); o++) {
        float sum = HwFloat.add(dot(values[t], layer.weights()[o]), layer.bias()[o]);
        float y = Float.isNaN(sum) ? NOT_A_NUMBER : sum;
        boolean negative = Float.floatToRawIntBits(y) < 0;
        outputs[t][o] = layer.relu() && negative ? 0f : y;
      }
    }
    return outputs;
  }

  private float dot(float[] x, float[] w) {
    float sum = chunk(x, w, 0);
    for (int from = reductionLanes; from < x.length; from += reductionLanes) {
      sum = HwFloat.add(sum, chunk(x, w, from));
    }
    return sum;
  }

  /** Returns the sum of K products: first neighbours, then neighbouring pairs, and so on. */
  private float chunk(float[] x, float[] w, int from) {
    float[] terms = new float[reductionLanes];
    Arrays.fill(terms, 0f);
    for (int i = 0; i < Math.min(reductionLanes, x.length - from); i++) {
      terms[i] = HwFloat.mul(x[from + i], w[from + i]);
    }
    for (int count = reductionLanes / 2; count >= 1; count /= 2) {
      for (int i = 0; i < count; i++) {
        terms[i] = HwFloat.add(terms[2 * i], terms[2 * i + 1]);
      }
    }
    return terms[0];
  }
}
