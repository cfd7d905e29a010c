package io.samforge.calib.plan;

import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ModelStep;
import io.samforge.calib.quant.GroupingMetric;
import java.util.List;

/**
 * How a model is quantised.
 *
 * @param rowsOnly whether only linear steps on rows of tokens are quantised, and neither
 *     convolutions nor products of two activations
 * @param hybrid whether values behind GELU and ReLU get hybrid log-uniform codes
 * @param grouping how other values get their quantisers
 * @param metric distance of channels for {@link Grouping#CLUSTERS}
 * @param aligned whether clusters are changed to whole chunks of reduction lanes
 * @param groups most groups of channels, at most those of the accelerator
 * @param rounding how weights become codes
 * @param taus levels an octave that log2 codes may have
 * @param wideNames steps with one of these in their names read 8-bit codes
 * @param wideWeightNames steps with one of these in their names may have 8-bit weights, or 8-bit
 *     codes on the right side of a product
 */
public record Recipe(
    boolean rowsOnly,
    boolean hybrid,
    Grouping grouping,
    GroupingMetric metric,
    boolean aligned,
    int groups,
    Rounding rounding,
    List<Integer> taus,
    List<String> wideNames,
    List<String> wideWeightNames) {
  /** Groups of channels as published. */
  public static final int GROUPS = 4;

  /** What gives the best masks without training. */
  public static final Recipe FAST =
      new Recipe(
          false,
          true,
          Grouping.WIDTHS,
          GroupingMetric.RAW,
          true,
          GROUPS,
          Rounding.COMPENSATED,
          List.of(1, 2),
          List.of(),
          List.of());

  /** One uniform quantiser from the smallest to the largest value for every operand. */
  public static final Recipe UNIFORM =
      FAST.withHybrid(false).withGrouping(Grouping.NONE).withRounding(Rounding.NEAREST);

  /** Copies the lists; refuses a number of groups below one. */
  public Recipe {
    taus = List.copyOf(taus);
    wideNames = List.copyOf(wideNames);
    wideWeightNames = List.copyOf(wideWeightNames);
    if (!wideWeightNames.isEmpty() && rounding == Rounding.NEAREST) {
      throw new IllegalArgumentException("8-bit weights are rounded with compensation");
    }
    if (groups < 1 || taus.isEmpty()) {
      throw new IllegalArgumentException(groups + " groups, levels an octave " + taus);
    }
  }

  /** Whether a step is quantised. */
  public boolean covers(ModelStep step) {
    if (step instanceof HostStep) {
      return false;
    }
    return !rowsOnly
        || step instanceof LinearStep linear && linear.inputView() instanceof MatrixView.Rows;
  }

  /** Whether a step reads 8-bit codes. */
  public boolean wide(ModelStep step) {
    return wideNames.stream().anyMatch(step.name()::contains);
  }

  /** Whether a step may have 8-bit weights. */
  public boolean wideWeights(ModelStep step) {
    return wideWeightNames.stream().anyMatch(step.name()::contains);
  }

  /** This recipe for linear steps on rows only. */
  public Recipe onRowsOnly() {
    return new Recipe(
        true,
        hybrid,
        grouping,
        metric,
        aligned,
        groups,
        rounding,
        taus,
        wideNames,
        wideWeightNames);
  }

  /** This recipe with or without hybrid codes. */
  public Recipe withHybrid(boolean other) {
    return new Recipe(
        rowsOnly,
        other,
        grouping,
        metric,
        aligned,
        groups,
        rounding,
        taus,
        wideNames,
        wideWeightNames);
  }

  /** This recipe with another grouping. */
  public Recipe withGrouping(Grouping other) {
    return new Recipe(
        rowsOnly,
        hybrid,
        other,
        metric,
        aligned,
        groups,
        rounding,
        taus,
        wideNames,
        wideWeightNames);
  }

  /** This recipe with another metric and alignment of clusters. */
  public Recipe withClusters(GroupingMetric otherMetric, boolean otherAligned) {
    return new Recipe(
        rowsOnly,
        hybrid,
        grouping,
        otherMetric,
        otherAligned,
        groups,
        rounding,
        taus,
        wideNames,
        wideWeightNames);
  }

  /** This recipe with at most so many groups. */
  public Recipe withGroups(int other) {
    return new Recipe(
        rowsOnly,
        hybrid,
        grouping,
        metric,
        aligned,
        other,
        rounding,
        taus,
        wideNames,
        wideWeightNames);
  }

  /** This recipe with another rounding of weights. */
  public Recipe withRounding(Rounding other) {
    return new Recipe(
        rowsOnly,
        hybrid,
        grouping,
        metric,
        aligned,
        groups,
        other,
        taus,
        wideNames,
        wideWeightNames);
  }

  /** This recipe with other steps that read 8-bit codes. */
  public Recipe withWideNames(List<String> other) {
    return new Recipe(
        rowsOnly,
        hybrid,
        grouping,
        metric,
        aligned,
        groups,
        rounding,
        taus,
        other,
        wideWeightNames);
  }

  /** This recipe with other levels an octave for log2 codes; n levels cost n passes. */
  public Recipe withTaus(List<Integer> other) {
    return new Recipe(
        rowsOnly,
        hybrid,
        grouping,
        metric,
        aligned,
        groups,
        rounding,
        other,
        wideNames,
        wideWeightNames);
  }

  /** This recipe with other steps that may have 8-bit weights. */
  public Recipe withWideWeightNames(List<String> other) {
    return new Recipe(
        rowsOnly, hybrid, grouping, metric, aligned, groups, rounding, taus, wideNames, other);
  }
}
