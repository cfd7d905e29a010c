package io.samforge.calib.quant;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** Channels with random ranges, and the costs of their groups by definition. */
final class Spans {
  final float[] low;
  final float[] high;
  final double[] weight;
  final boolean zeroPerChannel;

  Spans(Random random, int channels, boolean zeroPerChannel) {
    this.zeroPerChannel = zeroPerChannel;
    low = new float[channels];
    high = new float[channels];
    weight = new double[channels];
    for (int c = 0; c < channels; c++) {
      double width = Math.exp(random.nextGaussian());
      low[c] = (float) (random.nextGaussian() - width / 2);
      high[c] = (float) (low[c] + width);
      weight[c] = 0.1 + random.nextDouble();
    }
  }

  /** The spans as the grouping takes them. */
  GroupSpan[] toArray() {
    GroupSpan[] spans = new GroupSpan[low.length];
    Arrays.setAll(
        spans, c -> GroupSpan.of(new ChannelRange(low[c], high[c]), weight[c], zeroPerChannel));
    return spans;
  }

  /** The cost of groups: of each the square of what its quantiser covers, times its weights. */
  double cost(int[] labels) {
    double sum = 0;
    for (int g = 0; g <= Arrays.stream(labels).max().orElseThrow(); g++) {
      double bottom = 0;
      double top = 0;
      double widest = 0;
      double weights = 0;
      for (int c = 0; c < labels.length; c++) {
        if (labels[c] == g) {
          bottom = Math.min(bottom, low[c]);
          top = Math.max(top, high[c]);
          widest = Math.max(widest, (double) high[c] - low[c]);
          weights += weight[c];
        }
      }
      double width = zeroPerChannel ? widest : top - bottom;
      sum += weights * width * width;
    }
    return sum;
  }

  /** Calls with every way to put {@code channels} into {@code groups}, some of them empty. */
  static void forEachGrouping(int channels, int groups, Consumer<int[]> action) {
    int[] labels = new int[channels];
    int all = (int) Math.pow(groups, channels);
    for (int number = 0; number < all; number++) {
      int rest = number;
      for (int c = 0; c < channels; c++) {
        labels[c] = rest % groups;
        rest /= groups;
      }
      action.accept(labels);
    }
  }

  /** The number of channels in every group. */
  static int[] sizes(int[] labels) {
    int[] sizes = new int[Arrays.stream(labels).max().orElseThrow() + 1];
    for (int label : labels) {
      sizes[label]++;
    }
    return sizes;
  }
}
