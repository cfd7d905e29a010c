package io.samforge.calib.quant;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The best groups of channels that have their own zero-points, so that only the widths of their
 * ranges matter: the channels are sorted by width and cut into runs.
 *
 * <p>The cost of a run is its largest width squared times the weight of its channels. Dynamic
 * programming over the places of the cuts finds the least sum of all cuts at multiples of a unit:
 * one channel, or K channels for groups that fill whole chunks.
 */
final class WidthPartition {
  private final GroupSpan[] channels;
  private final Integer[] order;

  /** Sorts the channels by width, those of equal width by number. */
  WidthPartition(GroupSpan[] channels) {
    this.channels = channels;
    this.order =
        IntStream.range(0, channels.length)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> channels[c].width()))
            .toArray(Integer[]::new);
  }

  /**
   * At most {@code groups} groups of multiples of {@code unit} channels; only the widest group may
   * hold another number.
   *
   * @return group of each channel, numbered by first channel
   */
  int[] group(int groups, int unit) {
    int places = (order.length + unit - 1) / unit;
    double[][] cost = new double[groups + 1][places + 1];
    int[][] cut = new int[groups + 1][places + 1];
    Arrays.fill(cost[0], Double.POSITIVE_INFINITY);
    cost[0][0] = 0;
    double[] weight = cumulatedWeight(unit, places);
    for (int g = 1; g <= groups; g++) {
      for (int end = 0; end <= places; end++) {
        cost[g][end] = cost[g - 1][end];
        cut[g][end] = end;
        for (int start = 0; start < end; start++) {
          double width = channels[order[Math.min(order.length, end * unit) - 1]].width();
          double sum = cost[g - 1][start] + (weight[end] - weight[start]) * width * width;
          if (sum < cost[g][end]) {
            cost[g][end] = sum;
            cut[g][end] = start;
          }
        }
      }
    }
    return labels(groups, unit, cut, places);
  }

  private double[] cumulatedWeight(int unit, int places) {
    double[] weight = new double[places + 1];
    for (int i = 0; i < order.length; i++) {
      weight[i / unit + 1] += channels[order[i]].weight();
    }
    Arrays.parallelPrefix(weight, Double::sum);
    return weight;
  }

  private int[] labels(int groups, int unit, int[][] cut, int places) {
    int[] labels = new int[order.length];
    int end = places;
    for (int g = groups; g > 0; g--) {
      int start = cut[g][end];
      for (int i = start * unit; i < Math.min(order.length, end * unit); i++) {
        labels[order[i]] = g - 1;
      }
      end = start;
    }
    return SpanGroups.numbered(labels);
  }
}
