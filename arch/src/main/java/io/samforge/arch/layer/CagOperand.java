package io.samforge.arch.layer;

import io.samforge.arch.format.UniformParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * A channel-aware grouped operand: every channel belongs to a group with its own scale and
 * zero-point (algorithm, section 2).
 *
 * <p>The array is the record's own; callers do not change it.
 *
 * @param groups the parameters of every group, all of the same bits; groups may be empty
 * @param groupOfChannel the group of every input channel
 */
public record CagOperand(List<UniformParameters> groups, int[] groupOfChannel) implements Operand {

  /** Rejects groups of different bits and channels without a group. */
  public CagOperand {
    groups = List.copyOf(groups);
    groupOfChannel = groupOfChannel.clone();
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a CAG operand needs at least one group");
    }
    int bits = groups.get(0).bits();
    if (groups.stream().anyMatch(g -> g.bits() != bits)) {
      throw new IllegalArgumentException("the groups of a CAG operand have different bits");
    }
    for (int c = 0; c < groupOfChannel.length; c++) {
      if (groupOfChannel[c] < 0 || groupOfChannel[c] >= groups.size()) {
        throw new IllegalArgumentException(
            "channel " + c + " is in group " + groupOfChannel[c] + " of " + groups.size());
      }
    }
  }

  /** Returns an operand with one group that holds all channels: a plain uniform quantiser. */
  public static CagOperand single(UniformParameters parameters, int channels) {
    return new CagOperand(List.of(parameters), new int[channels]);
  }

  @Override
  public int bits() {
    return groups.get(0).bits();
  }

  @Override
  public int entries() {
    return groups.size();
  }

  @Override
  public UniformParameters quantizer(int channel) {
    return groups.get(groupOfChannel[channel]);
  }

  @Override
  public double entryScale(int entry) {
    return groups.get(entry).scale();
  }

  @Override
  public int entryValue(int entry, int code) {
    return code;
  }

  @Override
  public SlotMap slots(int channels, int reductionLanes) {
    if (groupOfChannel.length != channels) {
      throw new IllegalArgumentException(
          groupOfChannel.length + " grouped channels in a layer of " + channels);
    }
    return SlotMap.grouped(groupOfChannel, entries(), reductionLanes);
  }

  @Override
  public CagOperand withEntryScales(double[] scales) {
    List<UniformParameters> replaced = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      replaced.add(groups.get(g).withScale(scales[g]));
    }
    return new CagOperand(replaced, groupOfChannel);
  }
}
