package io.samforge.calib.quant;

import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes grouped operands from groups of channels (docs/algorithm.md, CAG).
 *
 * <p>With a zero-point for every channel the channels of a group share a scale only. The hardware
 * multiplies codes by scales and takes zero-points from a constant of the output, so this costs it
 * nothing.
 */
public final class GroupedOperands {
  private static final int LARGEST_ZERO = 1 << 15;
  private static final int NARROWINGS = 16;
  private static final double NARROWEST = 0.2;

  private final ChannelRange[] ranges;
  private final FloatMatrix rows;
  private final double[] channelWeights;
  private final int bits;
  private final GroupParameters parameters;
  private final boolean zeroPerChannel;

  /**
   * Collects what is known of the channels.
   *
   * @param ranges smallest and largest value of every channel
   * @param rows sampled values, shape [rows][channels]
   * @param channelWeights what a squared error of every channel counts
   * @param bits bits of a code
   * @param parameters how groups get their quantisers
   * @param zeroPerChannel whether channels have their own zero-points
   */
  public GroupedOperands(
      ChannelRange[] ranges,
      FloatMatrix rows,
      double[] channelWeights,
      int bits,
      GroupParameters parameters,
      boolean zeroPerChannel) {
    this.ranges = ranges.clone();
    this.rows = rows;
    this.channelWeights = channelWeights.clone();
    this.bits = bits;
    this.parameters = parameters;
    this.zeroPerChannel = zeroPerChannel;
  }

  /** The operand whose groups are {@code labels}, 0..groups-1, one for each channel. */
  public CagOperand operand(int[] labels) {
    List<UniformParameters> groups = new ArrayList<>();
    int[] zeroPoint = new int[labels.length];
    int count = Arrays.stream(labels).max().orElseThrow() + 1;
    for (int g = 0; g < count; g++) {
      int group = g;
      int[] members = IntStream.range(0, labels.length).filter(c -> labels[c] == group).toArray();
      if (zeroPerChannel) {
        double width = width(members);
        groups.add(new UniformParameters(bits, scale(width), 0));
        for (int c : members) {
          zeroPoint[c] = centredZero(c, width);
        }
      } else {
        UniformParameters shared = shared(members);
        groups.add(shared);
        for (int c : members) {
          zeroPoint[c] = shared.zeroPoint();
        }
      }
    }
    return new CagOperand(groups, labels, zeroPoint);
  }

  private UniformParameters shared(int[] members) {
    return switch (parameters) {
      case MEAN -> mean(members);
      case UNION -> RangeSearch.whole(union(members), bits);
      case SEARCHED -> {
        ValueDistribution values = ValueDistribution.ofColumns(rows, members, channelWeights);
        yield new RangeSearch(bits, values::error).search(union(members));
      }
    };
  }

  private UniformParameters mean(int[] members) {
    double scale = 0;
    double zero = 0;
    for (int c : members) {
      ScaleZero own = ranges[c].quantizer(1 << bits);
      scale += own.scale();
      zero += own.zero();
    }
    // The sum of zero-points is exact, so their mean is a tie exactly when it should be.
    double mean = Math.rint(zero / members.length);
    return new UniformParameters(bits, scale / members.length, (int) mean);
  }

  private ChannelRange union(int[] members) {
    float low = 0;
    float high = 0;
    for (int c : members) {
      low = Math.min(low, ranges[c].min());
      high = Math.max(high, ranges[c].max());
    }
    return new ChannelRange(low, high);
  }

  private double width(int[] members) {
    double widest = Arrays.stream(members).mapToDouble(this::ownWidth).max().orElseThrow();
    return switch (parameters) {
      case MEAN -> Arrays.stream(members).mapToDouble(this::ownWidth).average().orElseThrow();
      case UNION -> widest;
      case SEARCHED -> searchedWidth(members, widest);
    };
  }

  private double searchedWidth(int[] members, double widest) {
    ValueDistribution[] values =
        Arrays.stream(members)
            .mapToObj(c -> ValueDistribution.ofColumn(rows, c))
            .toArray(ValueDistribution[]::new);
    double best = widest;
    double bestError = Double.POSITIVE_INFINITY;
    for (int n = 0; n <= NARROWINGS; n++) {
      double width = widest * (1 - n * (1 - NARROWEST) / NARROWINGS);
      double error = 0;
      for (int i = 0; i < members.length; i++) {
        int zero = centredZero(members[i], width);
        error +=
            channelWeights[members[i]]
                * values[i].error(new UniformParameters(bits, scale(width), zero));
      }
      if (error < bestError) {
        best = width;
        bestError = error;
      }
    }
    return best;
  }

  private double ownWidth(int channel) {
    return (double) ranges[channel].max() - ranges[channel].min();
  }

  private double scale(double width) {
    return Math.max(width / ((1 << bits) - 1), ChannelRange.SMALLEST_SCALE);
  }

  /** The zero-point that puts the middle of the channel's range into the middle of the codes. */
  private int centredZero(int channel, double width) {
    double middle = ((double) ranges[channel].min() + ranges[channel].max()) / 2;
    double zero = Math.rint((width / 2 - middle) / scale(width));
    return (int) Math.max(-LARGEST_ZERO, Math.min(LARGEST_ZERO, zero));
  }
}
