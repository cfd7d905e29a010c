package io.samforge.calib.quant;

/**
 * Groups of channels that fill whole chunks of K reduction lanes, so that they take no more slots
 * than one group of all channels (docs/algorithm.md, CAG).
 */
public final class LaneGroups {
  private final GroupSpan[] spans;
  private final int lanes;

  /**
   * Prepares the channels.
   *
   * @param ranges smallest and largest value of every channel
   * @param importance what a squared error of every channel counts, not negative
   * @param zeroPerChannel whether channels have their own zero-points, so that only widths matter
   * @param lanes K
   */
  public LaneGroups(ChannelRange[] ranges, double[] importance, boolean zeroPerChannel, int lanes) {
    this.lanes = lanes;
    spans = new GroupSpan[ranges.length];
    for (int c = 0; c < spans.length; c++) {
      spans[c] = GroupSpan.of(ranges[c], importance[c], zeroPerChannel);
    }
  }

  /** The best runs of channels of similar widths: at most {@code count} groups. */
  public int[] byWidth(int count) {
    return new WidthPartition(spans).group(count, lanes);
  }

  /** The groups {@code labels} with the cheapest channels moved until they fill whole chunks. */
  public int[] aligned(int[] labels) {
    return new LaneAlignment(spans, lanes).align(labels);
  }
}
