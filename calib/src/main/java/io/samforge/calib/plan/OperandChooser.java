package io.samforge.calib.plan;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.ScaleGrid;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.calib.capture.LinearSamples;
import io.samforge.calib.quant.ChannelGroups;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.GroupParameters;
import io.samforge.calib.quant.GroupedOperands;
import io.samforge.calib.quant.HluqSearch;
import io.samforge.calib.quant.LaneGroups;
import io.samforge.calib.quant.OutputError;
import io.samforge.calib.quant.RangeSearch;
import io.samforge.calib.quant.ScaleZero;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Chooses the operand of a linear step. */
final class OperandChooser {
  /** Rows that errors of candidates are measured on. */
  private static final int SAMPLE = 1024;

  /** Numbers of groups that clusters are merged into one after the other, times the last. */
  private static final int[] MERGES = {8, 4, 2, 1};

  private static final int PUBLISHED_BITS = 4;

  private final AcceleratorConfig config;
  private final Recipe recipe;
  private final int bits;
  private final int room;

  /**
   * Makes a chooser.
   *
   * @param wideWeights whether half of the entries, and room in the multipliers of the others, are
   *     left to the high digits of the weights
   */
  OperandChooser(AcceleratorConfig config, Recipe recipe, boolean wideWeights) {
    this.config = config;
    this.recipe = recipe;
    this.bits = config.activationBits();
    this.room = wideWeights ? config.weightBits() : 0;
  }

  /**
   * The operand of a step.
   *
   * @param codesOfChain whether the step reads codes that the step before it delivers
   * @param samples what the step reads
   * @param weights shape [outputs][channels]
   */
  Operand choose(
      LinearStep step, boolean codesOfChain, LinearSamples samples, FloatMatrix weights) {
    boolean behindActivation =
        step.origin() == InputOrigin.GELU || step.origin() == InputOrigin.RELU;
    if (recipe.wide(step) && !codesOfChain && bits < WideOperand.BITS && entries() >= 2) {
      return wide(samples, weights);
    }
    ChannelRange range = union(samples.meanRange());
    boolean constant = range.min() == range.max();
    if (recipe.hybrid() && behindActivation && !constant) {
      Operand hybrid = hybrid(range, rows(samples), weights);
      return codesOfChain || recipe.groups().grouping() != Grouping.WIDTHS
          ? hybrid
          : better(List.of(hybrid, widths(samples, weights)), rows(samples), weights);
    }
    return switch (recipe.groups().grouping()) {
      case NONE -> single(range, step.channels());
      case CLUSTERS ->
          step.origin() == InputOrigin.NORMALISED
              ? clusters(samples, weights)
              : single(range, step.channels());
      case WIDTHS -> widths(samples, weights);
    };
  }

  private Operand wide(LinearSamples samples, FloatMatrix weights) {
    List<WideOperand> candidates =
        new Wide(bits, room)
            .candidates(
                samples.middleRange(),
                rows(samples),
                OutputError.channelWeights(weights),
                Math.min(entries() / 2, chunks(weights)),
                config.reductionLanes());
    return better(candidates, samples.usual(SAMPLE).rows(), weights);
  }

  private Operand single(ChannelRange range, int channels) {
    return CagOperand.single(RangeSearch.whole(range, bits), channels);
  }

  private Operand hybrid(ChannelRange range, FloatMatrix rows, FloatMatrix weights) {
    HluqSearch search = new HluqSearch(bits);
    // With more codes than 4 bits have, the least log share of the published grid is too large.
    boolean fine = recipe.groups().grouping() == Grouping.WIDTHS && bits > PUBLISHED_BITS;
    HluqSearch.Outcome found =
        fine ? search.searchFine(range, rows, weights) : search.search(range, rows, weights);
    return new HluqOperand(found.best().parameters());
  }

  private Operand clusters(LinearSamples samples, FloatMatrix weights) {
    int groups = groups();
    ChannelGroups merged =
        ChannelGroups.perChannel(
            Arrays.stream(samples.meanRange())
                .map(range -> range.quantizer(1 << bits))
                .toArray(ScaleZero[]::new));
    for (int times : MERGES) {
      merged = merged.merge(times * groups, recipe.groups().metric(), 1 << bits);
    }
    if (!recipe.groups().aligned()) {
      return merged.operand(bits);
    }
    double[] importance = OutputError.channelWeights(weights);
    int[] labels =
        new LaneGroups(samples.meanRange(), importance, false, config.reductionLanes())
            .aligned(merged.labels());
    return operands(samples, importance, false).operand(labels);
  }

  private Operand widths(LinearSamples samples, FloatMatrix weights) {
    double[] importance = OutputError.channelWeights(weights);
    LaneGroups groups =
        new LaneGroups(samples.meanRange(), importance, true, config.reductionLanes());
    List<Operand> candidates = new ArrayList<>();
    for (int count = 1; count <= Math.min(groups(), chunks(weights)); count++) {
      candidates.add(operands(samples, importance, true).operand(groups.byWidth(count)));
    }
    return better(candidates, rows(samples), weights);
  }

  private GroupedOperands operands(LinearSamples samples, double[] importance, boolean ownZeros) {
    return new GroupedOperands(
        samples.meanRange(),
        rows(samples),
        importance,
        bits,
        GroupParameters.UNION,
        ownZeros,
        ScaleGrid.MAX_MULTIPLIER >> room);
  }

  private static Operand better(
      List<? extends Operand> candidates, FloatMatrix rows, FloatMatrix weights) {
    OutputError error = new OutputError(rows, weights);
    Operand best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Operand candidate : candidates) {
      double own = error.of(candidate);
      if (best == null || own < least) {
        best = candidate;
        least = own;
      }
    }
    return best;
  }

  private static FloatMatrix rows(LinearSamples samples) {
    return samples.rows().spreadRows(SAMPLE);
  }

  private int groups() {
    return Math.min(recipe.groups().most(), entries());
  }

  /** Entries of the register file that are left to groups and digits of codes. */
  private int entries() {
    return room > 0 ? config.groups() / 2 : config.groups();
  }

  private int chunks(FloatMatrix weights) {
    return (weights.columns() + config.reductionLanes() - 1) / config.reductionLanes();
  }

  private static ChannelRange union(ChannelRange[] ranges) {
    float low = ranges[0].min();
    float high = ranges[0].max();
    for (ChannelRange range : ranges) {
      low = Math.min(low, range.min());
      high = Math.max(high, range.max());
    }
    return new ChannelRange(low, high);
  }
}
