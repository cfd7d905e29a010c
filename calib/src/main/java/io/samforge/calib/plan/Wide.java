package io.samforge.calib.plan;

import io.samforge.arch.layer.ScaleGrid;
import io.samforge.arch.layer.WideOperand;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.GroupParameters;
import io.samforge.calib.quant.GroupedOperands;
import io.samforge.calib.quant.LaneGroups;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes operands of 8-bit codes.
 *
 * @param digitBits activation bits of the array
 * @param room bits that the multipliers of the groups leave to digits of weights
 */
record Wide(int digitBits, int room) {
  /** The operand of one scale that clips nothing inside of some ranges. */
  WideOperand of(ChannelRange[] ranges, FloatMatrix rows) {
    double[] equal = new double[ranges.length];
    Arrays.fill(equal, 1);
    return of(ranges, rows, equal, new int[ranges.length]);
  }

  /**
   * Operands to choose from, one for every number of groups; none of them clips anything inside of
   * the ranges.
   *
   * @param importance what a squared error of every channel counts
   * @param mostGroups most groups of channels
   * @param lanes K
   */
  List<WideOperand> candidates(
      ChannelRange[] ranges, FloatMatrix rows, double[] importance, int mostGroups, int lanes) {
    LaneGroups groups = new LaneGroups(ranges, importance, true, lanes);
    return IntStream.rangeClosed(1, mostGroups)
        .mapToObj(count -> of(ranges, rows, importance, groups.byWidth(count)))
        .toList();
  }

  private WideOperand of(
      ChannelRange[] ranges, FloatMatrix rows, double[] importance, int[] labels) {
    int most = ScaleGrid.MAX_MULTIPLIER >> digitBits + room;
    return new WideOperand(
        new GroupedOperands(
                ranges, rows, importance, WideOperand.BITS, GroupParameters.UNION, true, most)
            .operand(labels),
        digitBits);
  }
}
