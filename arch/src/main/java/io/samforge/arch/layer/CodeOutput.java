package io.samforge.arch.layer;

import io.samforge.arch.format.EncoderThresholds;

/**
 * Activation codes of y behind an activation function.
 *
 * @param thresholds the encoder
 * @param bankOfChannel the encoder bank of every output channel
 */
public record CodeOutput(EncoderThresholds thresholds, int[] bankOfChannel) implements OutputSpec {

  /** Rejects channels whose bank does not exist. */
  public CodeOutput {
    bankOfChannel = bankOfChannel.clone();
    for (int o = 0; o < bankOfChannel.length; o++) {
      if (bankOfChannel[o] < 0 || bankOfChannel[o] >= thresholds.banks()) {
        throw new IllegalArgumentException(
            "output channel " + o + " uses bank " + bankOfChannel[o] + " of " + thresholds.banks());
      }
    }
  }

  /** Returns an output whose channels all use the first bank. */
  public static CodeOutput single(EncoderThresholds thresholds, int channels) {

    return new CodeOutput(thresholds, new int[channels]);
  }
}
