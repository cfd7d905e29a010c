package io.samforge.arch.program;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.SlotMap;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An activation tensor of a program in device memory.
 *
 * @param name unique in a program
 * @param address byte address, a multiple of 64
 * @param tokens N
 * @param bits bits of an element; 32 or 16 for raw floats
 * @param slots where the channels of a token stand, and how their codes are written there
 */
public record ProgramTensor(String name, long address, int tokens, int bits, SlotMap slots) {

  /** Returns the channels of one token as the host sees them. */
  public int channels() {
    return slots.channels();
  }

  /** Returns the channel at every slot, -1 for padding. */
  public int[] slotChannel() {
    return slots.slotChannel();
  }

  /** Returns whether the elements are raw floats. */
  public boolean raw() {
    return ActivationLayout.isFloat(bits);
  }

  /** Returns the layout in memory. */
  public ActivationLayout layout(AcceleratorConfig config) {
    return ActivationLayout.of(config, tokens, slots.slots(), bits);
  }

  /** Returns the memory of unsigned codes, [tokens][channels]. */
  public byte[] packCodes(AcceleratorConfig config, byte[][] codes) {
    byte[][] held = new byte[codes.length][];
    int channels = channels();
    for (int t = 0; t < codes.length; t++) {
      if (codes[t].length != channels) {
        throw new IllegalArgumentException(
            String.format(
                "tensor %s: token %d has %d codes for %d channels",
                name, t, codes[t].length, channels));
      }
      held[t] = slots.toSlots(codes[t]);
    }
    return layout(config).packCodes(held);
  }

  /** Returns the unsigned codes, [tokens][channels], in memory. */
  public byte[][] unpackCodes(AcceleratorConfig config, byte[] memory) {
    byte[][] held = layout(config).unpackCodes(memory);
    return Arrays.stream(held).map(slots::toChannels).toArray(byte[][]::new);
  }

  /**
   * Returns the memory of floats, [tokens][channels], rounded where elements have 16 bits; padding
   * slots hold +0.
   */
  public byte[] packRaw(AcceleratorConfig config, float[][] values) {
    int[] channel = slots.slotChannel();
    float[][] held = new float[values.length][channel.length];
    for (int t = 0; t < values.length; t++) {
      if (values[t].length != channels()) {
        throw new IllegalArgumentException(
            String.format(
                "tensor %s: token %d has %d values for %d channels",
                name, t, values[t].length, channels()));
      }
      for (int s = 0; s < channel.length; s++) {
        held[t][s] = channel[s] == SlotMap.PADDING ? 0f : values[t][channel[s]];
      }
    }
    return layout(config).packRaw(held);
  }

  /** Returns the floats, [tokens][channels], in memory. */
  public float[][] unpackRaw(AcceleratorConfig config, byte[] memory) {
    float[][] held = layout(config).unpackRaw(memory);
    int[] channel = slots.slotChannel();
    if (Arrays.equals(channel, IntStream.range(0, channels()).toArray())) {
      return held;
    }
    float[][] values = new float[tokens][channels()];
    for (int t = 0; t < tokens; t++) {
      for (int s = 0; s < channel.length; s++) {
        if (channel[s] != SlotMap.PADDING) {
          values[t][channel[s]] = held[t][s];
        }
      }
    }
    return values;
  }
}
