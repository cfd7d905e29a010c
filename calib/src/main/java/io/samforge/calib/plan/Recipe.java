package io.samforge.calib.plan;

import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ModelStep;
import io.samforge.calib.quant.GroupingMetric;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a model is quantised.
 *
 * @param rowsOnly whether only linear steps on rows of tokens are quantised, and neither
 *     convolutions nor products of two activations
 * @param hybrid whether values behind GELU and ReLU get hybrid log-uniform codes
 * @param groups how channels of other values share their quantisers
 * @param rounding how weights become codes
 * @param widths where codes are finer than those of the array
 */
public record Recipe(
    boolean rowsOnly, boolean hybrid, Groups groups, Rounding rounding, Widths widths) {

  /**
   * Groups of channels.
   *
   * @param grouping how they are found
   * @param metric distance of channels for {@link Grouping#CLUSTERS}
   * @param aligned whether clusters are changed to whole chunks of reduction lanes
   * @param most most groups, at most those of the accelerator
   */
  public record Groups(Grouping grouping, GroupingMetric metric, boolean aligned, int most) {
    /** As many groups as published. */
    public static final int PUBLISHED = 4;

    /** Refuses a number of groups below one. */
    public Groups {
      if (most < 1) {
        throw new IllegalArgumentException(most + " groups");
      }
    }
  }

  /**
   * Finer codes.
   *
   * @param taus levels an octave that log2 codes may have
   * @param codes steps with one of these in their names read 8-bit codes
   * @param weights steps with one of these in their names may have 8-bit weights, or 8-bit codes on
   *     the right side of a product
   */
  public record Widths(List<Integer> taus, List<String> codes, List<String> weights) {
    /** Copies the lists; refuses a blank name, which every step has in its own. */
    public Widths {
      taus = List.copyOf(taus);
      codes = List.copyOf(codes);
      weights = List.copyOf(weights);
      if (taus.isEmpty()) {
        throw new IllegalArgumentException("no levels an octave are allowed");
      }
      if (Stream.of(codes, weights).flatMap(List::stream).anyMatch(String::isBlank)) {
        throw new IllegalArgumentException("a blank part of a step's name");
      }
    }
  }

  /** What gives the best masks without training. */
  public static final Recipe FAST =
      new Recipe(
          false,
          true,
          new Groups(Grouping.WIDTHS, GroupingMetric.RAW, true, Groups.PUBLISHED),
          Rounding.COMPENSATED,
          new Widths(List.of(1, 2), List.of(), List.of()));

  /** One uniform quantiser from the smallest to the largest value for every operand. */
  public static final Recipe UNIFORM =
      FAST.withHybrid(false).withGrouping(Grouping.NONE).withRounding(Rounding.NEAREST);

  /** Refuses 8-bit weights that are rounded to the nearest. */
  public Recipe {
    if (!widths.weights.isEmpty() && rounding == Rounding.NEAREST) {
      throw new IllegalArgumentException("8-bit weights are rounded with compensation");
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
    return widths.codes.stream().anyMatch(step.name()::contains);
  }

  /** Whether a step may have 8-bit weights. */
  public boolean wideWeights(ModelStep step) {
    return widths.weights.stream().anyMatch(step.name()::contains);
  }

  /** This recipe for linear steps on rows only. */
  public Recipe onRowsOnly() {
    return new Recipe(true, hybrid, groups, rounding, widths);
  }

  /** This recipe with or without hybrid codes. */
  public Recipe withHybrid(boolean other) {
    return new Recipe(rowsOnly, other, groups, rounding, widths);
  }

  /** This recipe with another grouping. */
  public Recipe withGrouping(Grouping other) {
    return withGroups(new Groups(other, groups.metric, groups.aligned, groups.most));
  }

  /** This recipe with another metric and alignment of clusters. */
  public Recipe withClusters(GroupingMetric metric, boolean aligned) {
    return withGroups(new Groups(groups.grouping, metric, aligned, groups.most));
  }

  /** This recipe with at most so many groups. */
  public Recipe withMostGroups(int most) {
    return withGroups(new Groups(groups.grouping, groups.metric, groups.aligned, most));
  }

  private Recipe withGroups(Groups other) {
    return new Recipe(rowsOnly, hybrid, other, rounding, widths);
  }

  /** This recipe with another rounding of weights. */
  public Recipe withRounding(Rounding other) {
    return new Recipe(rowsOnly, hybrid, groups, other, widths);
  }

  /** This recipe with other levels an octave for log2 codes; n levels cost n passes. */
  public Recipe withTaus(List<Integer> taus) {
    return withWidths(new Widths(taus, widths.codes, widths.weights));
  }

  /** This recipe with other steps that read 8-bit codes. */
  public Recipe withWideNames(List<String> names) {
    return withWidths(new Widths(widths.taus, names, widths.weights));
  }

  /** This recipe with other steps that may have 8-bit weights. */
  public Recipe withWideWeightNames(List<String> names) {
    return withWidths(new Widths(widths.taus, widths.codes, names));
  }

  private Recipe withWidths(Widths other) {
    return new Recipe(rowsOnly, hybrid, groups, rounding, other);
  }
}
