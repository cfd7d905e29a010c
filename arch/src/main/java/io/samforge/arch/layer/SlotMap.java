package io.samforge.arch.layer;

import java.util.Arrays;

/**
 * The order in which the operand channels of a layer enter the array (architecture, section 6).
 *
 * <p>CAG: channels sorted by group, each group padded to whole chunks. HLUQ: the channels as they
 * are, padded to whole chunks. Every channel has exactly one slot.
 *
 * @param slotChannel the channel of every slot, -1 for padding
 * @param slotEntry the group of every slot; 0 for HLUQ, whose slots feed both paths
 */
public record SlotMap(int[] slotChannel, int[] slotEntry) {
  /** The channel of a padding slot. */
  public static final int PADDING = -1;

  /** Rejects maps in which a channel is missing or stands twice, and unsorted groups. */
  public SlotMap {
    slotChannel = slotChannel.clone();
    slotEntry = slotEntry.clone();
    if (slotChannel.length == 0 || slotChannel.length != slotEntry.length) {
      throw new IllegalArgumentException(
          slotChannel.length + " slots with " + slotEntry.length + " entries");
    }
    boolean[] seen = new boolean[count(slotChannel)];
    for (int s = 0; s < slotChannel.length; s++) {
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
      if (slotEntry[s] < 0 || s > 0 && slotEntry[s] < slotEntry[s - 1]) {
        throw new IllegalArgumentException("slot " + s + " breaks the order of the groups");
      }
    }
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

  /** Returns the number of slots, padding included. */
  public int slots() {
    return slotChannel.length;
  }

  /** Returns the number of channels. */
  public int channels() {
    return count(slotChannel);
  }

  /** Returns the codes of one token in slot order from those in channel order; padding is 0. */
  public byte[] toSlots(byte[] channelCodes) {
    if (channelCodes.length != channels()) {
      throw new IllegalArgumentException(
          channelCodes.length + " codes for " + channels() + " channels");
    }
    byte[] codes = new byte[slotChannel.length];
    for (int s = 0; s < codes.length; s++) {
      codes[s] = slotChannel[s] == PADDING ? 0 : channelCodes[slotChannel[s]];
    }
    return codes;
  }

  /** Returns the codes of one token in channel order from those in slot order. */
  public byte[] toChannels(byte[] slotCodes) {
    if (slotCodes.length < slotChannel.length) {
      throw new IllegalArgumentException(slotCodes.length + " codes for " + slots() + " slots");
    }
    byte[] codes = new byte[channels()];
    for (int s = 0; s < slotChannel.length; s++) {
      if (slotChannel[s] != PADDING) {
        codes[slotChannel[s]] = slotCodes[s];
      }
    }
    return codes;
  }

  private static int count(int[] slotChannel) {
    return (int) Arrays.stream(slotChannel).filter(c -> c != PADDING).count();
  }

  private static int roundUp(int value, int unit) {
    return (value + unit - 1) / unit * unit;
  }
}
