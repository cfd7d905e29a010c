package io.samforge.calib.quant;

import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.ScaleGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes grouped operands from groups of channels (docs/algorithm.md, CAG).
 *
 * <p>With a zero-point for every channel the channels of a group share a scale only. The hardware
 * multiplies codes by scales and takes zero-points from a constant of the output, so this costs it
 * nothing. A zero-point has 16 bits, which a channel of a narrow range far from zero may exceed;
 * its group then gets a wider step, unless the search finds that to be worse.
 */
public final class GroupedOperands {
  /** Zero-points are 16 bits; what is missing here leaves room for half of the codes. */
  private static final int FARTHEST_ZERO = 32000;

  /** Finer steps, compared with those of other groups, cost the grid of scales its accuracy. */
  private static final int LARGEST_RATIO = 4096;

  private static final int NARROWINGS = 16;
  private static final double NARROWEST = 0.2;

  private final ChannelRange[] ranges;
  private final FloatMatrix rows;
  private final double[] channelWeights;
  private final int bits;
  private final GroupParameters parameters;
  private final boolean zeroPerChannel;
  private final int mostMultiplier;

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
    this(ranges, rows, channelWeights, bits, parameters, zeroPerChannel, ScaleGrid.MAX_MULTIPLIER);
  }

  /**
   * The same for groups whose scales have to be small multiples of their grid.
   *
   * @param mostMultiplier the largest multiple, 1..65535
   */
  public GroupedOperands(
      ChannelRange[] ranges,
      FloatMatrix rows,
      double[] channelWeights,
      int bits,
      GroupParameters parameters,
      boolean zeroPerChannel,
      int mostMultiplier) {
    this.mostMultiplier = mostMultiplier;
    this.ranges = ranges.clone();
    this.rows = rows;
    this.channelWeights = channelWeights.clone();
    this.bits = bits;
    this.parameters = parameters;
    this.zeroPerChannel = zeroPerChannel;
  }

  /** The operand whose groups are {@code labels}, 0..groups-1, one for each channel. */
  public CagOperand operand(int[] labels) {
    int count = Arrays.stream(labels).max().orElseThrow() + 1;
    List<int[]> members = new ArrayList<>();
    for (int g = 0; g < count; g++) {
      int group = g;
      members.add(IntStream.range(0, labels.length).filter(c -> labels[c] == group).toArray());
    }
    return zeroPerChannel
        ? withOwnZeros(labels, members)
        : new CagOperand(members.stream().map(this::shared).toList(), labels);
  }

  /**
   * The zero-points belong to scales that are on the common grid already: a channel far from zero
   * would move by many steps if its scale was rounded afterwards.
   */
  private CagOperand withOwnZeros(int[] labels, List<int[]> members) {
    double[] scales = members.stream().mapToDouble(group -> scale(width(group))).toArray();
    double finest = Arrays.stream(scales).max().orElseThrow() / LARGEST_RATIO;
    double[] met = Arrays.stream(scales).map(scale -> Math.max(finest, scale)).toArray();
    double[] onGrid = grid(met).scales();
    List<UniformParameters> groups =
        Arrays.stream(onGrid).mapToObj(s -> new UniformParameters(bits, s, 0)).toList();
    int[] zeroPoint = new int[labels.length];
    Arrays.setAll(zeroPoint, c -> centredZero(c, onGrid[labels[c]]));
    return new CagOperand(groups, labels, zeroPoint);
  }

  private ScaleGrid grid(double[] scales) {
    return mostMultiplier == ScaleGrid.MAX_MULTIPLIER
        ? ScaleGrid.of(scales)
        : ScaleGrid.covering(mostMultiplier, scales);
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
    double least = Arrays.stream(members).mapToDouble(this::leastWidth).max().orElseThrow();
    return switch (parameters) {
      case MEAN ->
          Math.max(least, Arrays.stream(members).mapToDouble(this::ownWidth).average().orElse(0));
      case UNION -> Math.max(least, widest);
      case SEARCHED -> searchedWidth(members, widest, least);
    };
  }

  private double searchedWidth(int[] members, double widest, double least) {
    ValueDistribution[] values =
        Arrays.stream(members)
            .mapToObj(c -> ValueDistribution.ofColumn(rows, c))
            .toArray(ValueDistribution[]::new);
    double best = Math.max(least, widest);
    double bestError = error(members, values, best);
    for (int n = 0; n <= NARROWINGS; n++) {
      double width = widest * (1 - n * (1 - NARROWEST) / NARROWINGS);
      double error = error(members, values, width);
      if (error < bestError) {
        best = width;
        bestError = error;
      }
    }
    return best;
  }

  private double error(int[] members, ValueDistribution[] values, double width) {
    double scale = scale(width);
    double error = 0;
    for (int i = 0; i < members.length; i++) {
      int zero = centredZero(members[i], scale);
      error +=
          channelWeights[members[i]] * values[i].error(new UniformParameters(bits, scale, zero));
    }
    return error;
  }

  private double ownWidth(int channel) {
    return (double) ranges[channel].max() - ranges[channel].min();
  }

  /** The width with which the zero-point of a channel far from zero is a number of 16 bits. */
  private double leastWidth(int channel) {
    return Math.abs(middle(channel)) * ((1 << bits) - 1) / FARTHEST_ZERO;
  }

  private double middle(int channel) {
    return ((double) ranges[channel].min() + ranges[channel].max()) / 2;
  }

  private double scale(double width) {
    return Math.max(width / ((1 << bits) - 1), ChannelRange.SMALLEST_SCALE);
  }

  /** The zero-point that puts the middle of the channel's range into the middle of the codes. */
  private int centredZero(int channel, double scale) {
    double zero = Math.rint(((1 << bits) - 1) / 2.0 - middle(channel) / scale);
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, zero));
  }
}
