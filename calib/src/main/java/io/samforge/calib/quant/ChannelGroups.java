package io.samforge.calib.quant;

import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import java.util.Arrays;
import java.util.List;

/**
 * Channels divided into a few groups that share scale and zero-point (CAG, docs/algorithm.md).
 *
 * @param labels group of each channel, 0..groups-1, numbered in the order of their first channel
 * @param groups quantiser of each group; zero-points are integers
 */
public record ChannelGroups(int[] labels, ScaleZero[] groups) {
  private static final long SEED = 0;

  /** Refuses labels that name no group and zero-points that are not integers. */
  public ChannelGroups {
    for (int label : labels) {
      if (label < 0 || label >= groups.length) {
        throw new IllegalArgumentException("no group " + label);
      }
    }
    for (ScaleZero group : groups) {
      if (group.zero() != Math.rint(group.zero())) {
        throw new IllegalArgumentException("zero-point is not an integer: " + group.zero());
      }
    }
  }

  /** Every channel in a group of its own. */
  public static ChannelGroups perChannel(ScaleZero[] channels) {
    int[] labels = new int[channels.length];
    Arrays.setAll(labels, c -> c);
    return new ChannelGroups(labels, channels);
  }

  /**
   * Merges the groups into at most {@code count} groups: the quantisers of the channels are
   * clustered, a group gets the mean scale and the mean zero-point, rounded half to even.
   *
   * <p>Channels that already share a group carry the same point, so they stay together and weigh as
   * many times as they are.
   *
   * @param levels number of codes of the quantisers
   */
  public ChannelGroups merge(int count, GroupingMetric metric, int levels) {
    ScaleZero[] channels =
        Arrays.stream(labels).mapToObj(label -> groups[label]).toArray(ScaleZero[]::new);
    KMeans.Clustering clustering = new KMeans(SEED).cluster(metric.points(channels, levels), count);
    ScaleZero[] merged = new ScaleZero[clustering.clusters()];
    for (int g = 0; g < merged.length; g++) {
      merged[g] = mean(channels, clustering.labels(), g).rounded();
    }
    return new ChannelGroups(clustering.labels(), merged);
  }

  /** Number of channels in group {@code g}. */
  public int size(int g) {
    return (int) Arrays.stream(labels).filter(label -> label == g).count();
  }

  /** The operand with these groups and codes of {@code bits} bits. */
  public CagOperand operand(int bits) {
    List<UniformParameters> parameters =
        Arrays.stream(groups)
            .map(g -> new UniformParameters(bits, g.scale(), (int) g.zero()))
            .toList();
    return new CagOperand(parameters, labels);
  }

  private static ScaleZero mean(ScaleZero[] channels, int[] labels, int group) {
    double scale = 0;
    double zero = 0;
    int members = 0;
    for (int c = 0; c < channels.length; c++) {
      if (labels[c] == group) {
        scale += channels[c].scale();
        zero += channels[c].zero();
        members++;
      }
    }
    return new ScaleZero(scale / members, zero / members);
  }
}
