package io.samforge.calib.quant;

/**
 * The range that the quantiser of some channels has to cover, and what its rounding costs.
 *
 * <p>A uniform quantiser of a span W has the step {@code W / (L-1)} and the mean squared error
 * {@code W^2 / 12 (L-1)^2} as long as it clips nothing; a channel counts with its weight. The cost
 * is {@code weight * W^2}, the part that depends on the grouping.
 *
 * @param low least lower end
 * @param high largest upper end
 * @param widest largest width of a single channel
 * @param weight sum of the weights of the channels
 * @param zeroPerChannel whether every channel has its own zero-point, so that only widths matter
 */
record GroupSpan(double low, double high, double widest, double weight, boolean zeroPerChannel) {
  /** The span of no channel. */
  static GroupSpan empty(boolean zeroPerChannel) {
    return new GroupSpan(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0, zeroPerChannel);
  }

  /** The span of one channel; zero is inside unless the channel has its own zero-point. */
  static GroupSpan of(ChannelRange range, double weight, boolean zeroPerChannel) {
    double low = zeroPerChannel ? range.min() : Math.min(range.min(), 0.0);
    double high = zeroPerChannel ? range.max() : Math.max(range.max(), 0.0);
    return new GroupSpan(low, high, high - low, weight, zeroPerChannel);
  }

  /** The span of the channels of both. */
  GroupSpan with(GroupSpan other) {
    return new GroupSpan(
        Math.min(low, other.low),
        Math.max(high, other.high),
        Math.max(widest, other.widest),
        weight + other.weight,
        zeroPerChannel);
  }

  /** The width that the quantiser covers. */
  double width() {
    return zeroPerChannel ? widest : Math.max(0, high - low);
  }

  /** The cost of the quantiser's rounding. */
  double cost() {
    return weight * width() * width();
  }

  /** By how much the cost grows when two groups become one. */
  double mergeCost(GroupSpan other) {
    return with(other).cost() - cost() - other.cost();
  }
}
