package io.samforge.arch.layer;

import io.samforge.arch.format.UniformParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A channel-aware grouped operand: every channel belongs to a group whose scale it uses;
 * zero-points are those of the groups or of the channels (algorithm, section 2).
 *
 * <p>The arrays are the record's own; callers do not change them.
 *
 * @param groups the parameters of every group, all of the same bits; groups may be empty
 * @param groupOfChannel the group of every input channel
 * @param zeroPoint the zero-point of every input channel
 */
public record CagOperand(List<UniformParameters> groups, int[] groupOfChannel, int[] zeroPoint)
    implements Operand {

  /** Rejects groups of different bits and channels without a group. */
  public CagOperand {
    groups = List.copyOf(groups);
    groupOfChannel = groupOfChannel.clone();
    zeroPoint = zeroPoint.clone();
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("a CAG operand needs at least one group");
    }
    int bits = groups.get(0).bits();
    for (UniformParameters group : groups) {
      if (group.bits() != bits) {
        throw new IllegalArgumentException("the groups of a CAG operand have different bits");
      }
      if (group.zeroPoint() < 0 || group.zeroPoint() >= group.codes()) {
        throw new IllegalArgumentException(
            "zero-point " + group.zeroPoint() + " of a group; allowed: its codes");
      }
    }
    if (zeroPoint.length != groupOfChannel.length) {
      throw new IllegalArgumentException(
          zeroPoint.length + " zero-points for " + groupOfChannel.length + " channels");
    }
    for (int c = 0; c < groupOfChannel.length; c++) {
      if (groupOfChannel[c] < 0 || groupOfChannel[c] >= groups.size()) {
        throw new IllegalArgumentException(
            "channel " + c + " is in group " + groupOfChannel[c] + " of " + groups.size());
      }
      requireShort(zeroPoint[c], c);
    }
  }

  /** Makes an operand whose channels have the zero-points of their groups. */
  public CagOperand(List<UniformParameters> groups, int[] groupOfChannel) {
    this(groups, groupOfChannel, zeroPoints(groups, groupOfChannel));
  }

  private static void requireShort(int zeroPoint, int channel) {
    if (zeroPoint != (short) zeroPoint) {
      throw new IllegalArgumentException("zero-point " + zeroPoint + " of channel " + channel);
    }
  }

  private static int[] zeroPoints(List<UniformParameters> groups, int[] groupOfChannel) {
    return Arrays.stream(groupOfChannel)
        .map(g -> g >= 0 && g < groups.size() ? groups.get(g).zeroPoint() : 0)
        .toArray();
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
    return groups.get(groupOfChannel[channel]).withZeroPoint(zeroPoint[channel]);
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
    return new CagOperand(replaced, groupOfChannel, zeroPoint);
  }
}
