package io.samforge.calib;

import io.samforge.calib.quant.ChannelGroups;
import io.samforge.calib.quant.GroupingMetric;
import io.samforge.calib.quant.HluqSearch;

/** What the calibration decided about the operand of a layer, before scales were put on a grid. */
public sealed interface OperandChoice {
  /**
   * Channels in groups.
   *
   * @param metric how the distance between channels was measured
   * @param groups the groups
   */
  record Grouped(GroupingMetric metric, ChannelGroups groups) implements OperandChoice {}

  /**
   * A hybrid log-uniform quantiser.
   *
   * @param search all candidates and the best
   */
  record Hybrid(HluqSearch.Outcome search) implements OperandChoice {}
}
