package io.samforge.calib;

import io.samforge.calib.quant.GroupingMetric;
import java.util.List;

/**
 * What a calibration may choose.
 *
 * @param metric distance between channels when they are grouped
 * @param mergeCounts numbers of groups the channels are merged into one after the other; the last
 *     one is the number of groups of the result
 * @param tokenLimit most tokens that codes and references keep, spread over the picture; 0 keeps
 *     all. Quantisers are always found with all tokens.
 */
public record CalibrationOptions(GroupingMetric metric, List<Integer> mergeCounts, int tokenLimit) {
  /** Groups of channels per layer, as published. */
  public static final int GROUPS = 4;

  /** The published choices for one picture: raw metric, one step to four groups, all tokens. */
  public static final CalibrationOptions STANDARD =
      new CalibrationOptions(GroupingMetric.RAW, List.of(GROUPS), 0);

  /** Refuses counts that do not shrink and a negative limit. */
  public CalibrationOptions {
    mergeCounts = List.copyOf(mergeCounts);
    if (mergeCounts.isEmpty() || tokenLimit < 0) {
      throw new IllegalArgumentException(
          "no merge counts or a negative limit: %s, %d".formatted(mergeCounts, tokenLimit));
    }
    for (int i = 0; i < mergeCounts.size(); i++) {
      if (mergeCounts.get(i) < 1 || i > 0 && mergeCounts.get(i) >= mergeCounts.get(i - 1)) {
        throw new IllegalArgumentException("merge counts must shrink: " + mergeCounts);
      }
    }
  }

  /** The same options with another metric. */
  public CalibrationOptions withMetric(GroupingMetric other) {
    return new CalibrationOptions(other, mergeCounts, tokenLimit);
  }

  /** The same options with other merge counts. */
  public CalibrationOptions withMergeCounts(List<Integer> other) {
    return new CalibrationOptions(metric, other, tokenLimit);
  }

  /** The same options with another limit. */
  public CalibrationOptions withTokenLimit(int other) {
    return new CalibrationOptions(metric, mergeCounts, other);
  }
}
