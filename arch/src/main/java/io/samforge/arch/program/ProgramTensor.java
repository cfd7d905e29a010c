package io.samforge.arch.program;

import io.samforge.arch.config.AcceleratorConfig;

/**
 * An activation tensor of a program in device memory.
 *
 * @param name unique in a program
 * @param address byte address, a multiple of 64
 * @param tokens N
 * @param channels channels of one token as the host sees them
 * @param bits bits of an element; 32 for raw floats
 * @param slotChannel the channel at every slot, -1 for padding
 */
public record ProgramTensor(
    String name, long address, int tokens, int channels, int bits, int[] slotChannel) {

  /** Rejects slots without a channel behind them. */
  public ProgramTensor {
    for (int channel : slotChannel) {
      if (channel < -1 || channel >= channels) {
        throw new IllegalArgumentException("tensor " + name + " has no channel " + channel);
      }
    }
  }

  /** Returns whether the elements are raw floats. */
  public boolean raw() {
    return bits == 32;
  }

  /** Returns the layout in memory. */
  public ActivationLayout layout(AcceleratorConfig config) {
    return ActivationLayout.of(config, tokens, slotChannel.length, bits);
  }

  /** Returns the memory of unsigned codes, [tokens][channels]. */
  public byte[] packCodes(AcceleratorConfig config, byte[][] codes) {
    byte[][] slots = new byte[codes.length][slotChannel.length];
    for (int t = 0; t < codes.length; t++) {
      if (codes[t].length != channels) {
        throw new IllegalArgumentException(
            String.format(
                "tensor %s: token %d has %d codes for %d channels",
                name, t, codes[t].length, channels));
      }
      for (int s = 0; s < slotChannel.length; s++) {
        slots[t][s] = slotChannel[s] < 0 ? 0 : codes[t][slotChannel[s]];
      }
    }
    return layout(config).packCodes(slots);
  }

  /** Returns the unsigned codes, [tokens][channels], in memory. */
  public byte[][] unpackCodes(AcceleratorConfig config, byte[] memory) {
    byte[][] slots = layout(config).unpackCodes(memory);
    byte[][] codes = new byte[tokens][channels];
    for (int t = 0; t < tokens; t++) {
      for (int s = 0; s < slotChannel.length; s++) {
        if (slotChannel[s] >= 0) {
          codes[t][slotChannel[s]] = slots[t][s];
        }
      }
    }
    return codes;
  }

  /** Returns the floats, [tokens][channels], in memory. */
  public float[][] unpackRaw(AcceleratorConfig config, byte[] memory) {
    float[][] slots = layout(config).unpackRaw(memory);
    float[][] values = new float[tokens][channels];
    for (int t = 0; t < tokens; t++) {
      for (int s = 0; s < slotChannel.length; s++) {
        if (slotChannel[s] >= 0) {
          values[t][slotChannel[s]] = slots[t][s];
        }
      }
    }
    return values;
  }
}
