package io.samforge.arch.layer;

import io.samforge.arch.format.HwFloat;

/**
 * One matrix product of the floating-point twin: {@code y = x W^T + B}, then ReLU or nothing.
 *
 * <p>The order of the operations is part of the layer's result; {@code
 * io.samforge.arch.golden.Fp32GoldenModel} defines it. The arrays are not copied; they must not
 * change.
 *
 * @param name a name for messages and logs
 * @param tokens N, rows of activations
 * @param weights W, [outputs][channels], normal or zero
 * @param bias B of every output, normal or zero
 * @param relu whether negative results become +0
 */
public record Fp32Layer(String name, int tokens, float[][] weights, float[] bias, boolean relu) {

  /** Rejects arrays that do not fit together and numbers that a network does not have. */
  public Fp32Layer {
    check(!name.isBlank(), name, "the name is blank");
    check(tokens >= 1, name, "tokens " + tokens + "; allowed: at least 1");
    check(
        weights.length >= 1 && bias.length == weights.length,
        name,
        weights.length + " rows of weights and " + bias.length + " biases");
    for (int o = 0; o < weights.length; o++) {
      check(
          weights[o].length >= 1 && weights[o].length == weights[0].length,
          name,
          "output " + o + " has " + weights[o].length + " weights");
      check(HwFloat.normalOrZero(bias[o]), name, "the bias " + bias[o] + " of output " + o);
      for (float weight : weights[o]) {
        check(HwFloat.normalOrZero(weight), name, "the weight " + weight + " of output " + o);
      }
    }
  }

  /** Returns the number of input channels. */
  public int channels() {
    return weights[0].length;
  }

  /** Returns the number of output channels. */
  public int outputs() {
    return weights.length;
  }

  /** Returns the multiply-accumulate operations of the layer, without padding. */
  public long macs() {
    return (long) tokens * channels() * outputs();
  }

  private static void check(boolean condition, String name, String message) {
    if (!condition) {
      throw new IllegalArgumentException("layer " + name + ": " + message);
    }
  }
}
