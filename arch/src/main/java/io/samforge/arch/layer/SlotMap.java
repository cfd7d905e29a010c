package io.samforge.arch.layer;

import java.util.Arrays;

/**
 * The order in which the operand channels of a layer enter the array, and what their slots hold
 * (architecture, section 6).
 *
 * <p>CAG: channels sorted by group, each group padded to whole chunks. HLUQ: the channels as they
 * are, padded to whole chunks. Log2 and wide: the channels as they are, padded to whole chunks,
 * once for each residue class or digit. This is the one place that turns the codes of channels into
 * those of slots.
 *
 * @param slotChannel the channel of every slot, -1 for padding
 * @param slotEntry the group of every slot; its copy for log2 and wide; 0 for HLUQ, whose slots
 *     feed both paths
 * @param code how a channel's code is written into its slots
 */
public record SlotMap(int[] slotChannel, int[] slotEntry, SlotCode code) {
  /** The channel of a padding slot. */
  public static final int PADDING = -1;

  /** Rejects maps in which a channel is missing or stands twice, unsorted groups, odd copies. */
  public SlotMap {
    slotChannel = slotChannel.clone();
    slotEntry = slotEntry.clone();
    int copies = code.copies();
    if (slotChannel.length == 0
        || slotChannel.length != slotEntry.length
        || slotChannel.length % copies != 0) {
      throw new IllegalArgumentException(
          slotChannel.length
              + " slots with "
              + slotEntry.length
              + " entries for "
              + copies
              + " copies");
    }
    int stride = slotChannel.length / copies;
    int step = copies > 1 && code.grouped() ? slotEntry[stride] - slotEntry[0] : 1;
    checkChannels(slotChannel, stride);
    for (int s = 0; s < slotChannel.length; s++) {
      if (slotEntry[s] < 0 || s > 0 && slotEntry[s] < slotEntry[s - 1]) {
        throw new IllegalArgumentException("slot " + s + " breaks the order of the groups");
      }
      int entry = code.grouped() ? slotEntry[s % stride] : 0;
      boolean copied =
          slotEntry[s] == entry + s / stride * step && slotChannel[s] == slotChannel[s % stride];
      if (copies > 1 && !copied) {
        throw new IllegalArgumentException("slot " + s + " is not that of copy " + s / stride);
      }
    }
  }

  private static void checkChannels(int[] slotChannel, int slots) {
    boolean[] seen = new boolean[filled(slotChannel, slots)];
    for (int s = 0; s < slots; s++) {
      int channel = slotChannel[s];
      if (channel != PADDING) {
        if (channel < 0 || channel >= seen.length || seen[channel]) {
          throw new IllegalArgumentException(
              "slot "
                  + s
                  + " has channel "
                  + channel
                  + "; allowed: each of the "
                  + seen.length
                  + " channels once");
        }
        seen[channel] = true;
      }
    }
  }

  /** Makes a map whose slots hold the codes of their channels as they are. */
  public SlotMap(int[] slotChannel, int[] slotEntry) {
    this(slotChannel, slotEntry, new SlotCode.Plain());
  }

  /** Returns the map of a CAG operand for K reduction lanes. */
  public static SlotMap grouped(int[] groupOfChannel, int groups, int reductionLanes) {
    int[] size = new int[groups];
    for (int g : groupOfChannel) {
      size[g]++;
    }
    int slots = 0;
    int[] next = new int[groups];
    for (int g = 0; g < groups; g++) {
      next[g] = slots;
      slots += roundUp(size[g], reductionLanes);
    }
    int[] channel = new int[slots];
    int[] entry = new int[slots];
    Arrays.fill(channel, PADDING);
    for (int g = 0; g < groups; g++) {
      Arrays.fill(entry, next[g], next[g] + roundUp(size[g], reductionLanes), g);
    }
    for (int c = 0; c < groupOfChannel.length; c++) {
      channel[next[groupOfChannel[c]]++] = c;
    }
    return new SlotMap(channel, entry);
  }

  /** Returns the map of an HLUQ operand for K reduction lanes. */
  public static SlotMap identity(int channels, int reductionLanes) {
    int[] channel = new int[roundUp(channels, reductionLanes)];
    for (int s = 0; s < channel.length; s++) {
      channel[s] = s < channels ? s : PADDING;
    }
    return new SlotMap(channel, new int[channel.length]);
  }

  /** Returns the map of channels in several copies for K reduction lanes: copy j feeds entry j. */
  public static SlotMap replicated(int channels, SlotCode code, int reductionLanes) {
    int stride = roundUp(channels, reductionLanes);
    int[] channel = new int[code.copies() * stride];
    int[] entry = new int[channel.length];
    for (int s = 0; s < channel.length; s++) {
      channel[s] = s % stride < channels ? s % stride : PADDING;
      entry[s] = s / stride;
    }
    return new SlotMap(channel, entry, code);
  }

  /**
   * Returns this map and behind it the same slots once more, as other entries.
   *
   * @param both how a channel's code is written into all of its slots
   * @param entries entries of this map, with those that have no slots
   */
  SlotMap twice(SlotCode both, int entries) {
    int[] channel = Arrays.copyOf(slotChannel, 2 * slots());
    int[] entry = Arrays.copyOf(slotEntry, 2 * slots());
    for (int s = 0; s < slots(); s++) {
      channel[slots() + s] = slotChannel[s];
      entry[slots() + s] = entries + slotEntry[s];
    }
    return new SlotMap(channel, entry, both);
  }

  /** Returns the number of slots, padding included. */
  public int slots() {
    return slotChannel.length;
  }

  /** Returns the number of channels. */
  public int channels() {
    return filled(slotChannel, copySlots());
  }

  /** Returns what the slots of one token hold for the codes of its channels; padding holds 0. */
  public byte[] toSlots(byte[] channelCodes) {
    if (channelCodes.length != channels()) {
      throw new IllegalArgumentException(
          channelCodes.length + " codes for " + channels() + " channels");
    }
    byte[] held = new byte[slotChannel.length];
    int stride = copySlots();
    for (int copy = 0; copy < code.copies(); copy++) {
      for (int s = copy * stride; s < (copy + 1) * stride; s++) {
        if (slotChannel[s] != PADDING) {
          held[s] = (byte) code.write(copy, channelCodes[slotChannel[s]] & 0xff);
        }
      }
    }
    return held;
  }

  /** Returns the codes of the channels of one token from what its slots hold. */
  public byte[] toChannels(byte[] held) {
    if (held.length < slotChannel.length) {
      throw new IllegalArgumentException(held.length + " codes for " + slots() + " slots");
    }
    byte[] codes = new byte[channels()];
    int stride = copySlots();
    for (int copy = 0; copy < code.copies(); copy++) {
      for (int s = copy * stride; s < (copy + 1) * stride; s++) {
        if (slotChannel[s] != PADDING) {
          codes[slotChannel[s]] |= (byte) code.read(copy, held[s] & 0xff);
        }
      }
    }
    return codes;
  }

  /** Returns the number of slots of one copy of all channels, padding included. */
  int copySlots() {
    return slots() / code.copies();
  }

  private static int filled(int[] slotChannel, int slots) {
    int filled = 0;
    for (int s = 0; s < slots; s++) {
      filled += slotChannel[s] == PADDING ? 0 : 1;
    }
    return filled;
  }

  private static int roundUp(int value, int unit) {
    return (value + unit - 1) / unit * unit;
  }
}
