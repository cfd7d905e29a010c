package io.samforge.eval.speed;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.host.RunCounters;
import io.samforge.rtl.gemm.GemmEngine;

/**
 * What the cycles of some products are spent on; the parts add up to all cycles.
 *
 * @param useful multiply-accumulates of the network, divided by the lanes
 * @param copies further passes over channels that log2 codes take for every level of an octave
 * @param reductionPadding slots of chunks that no channel fills, padding of groups among them
 * @param outputPadding lanes of output tiles that no output fills
 * @param shortPasses cycles without a token at the end of passes of few tokens
 * @param weightLoads waits for weights
 * @param activationLoads waits for activations, those for the first ones of a layer among them
 * @param drains waits for a free bank of partial sums
 * @param ends cycles behind the last token of a layer until its last result is written
 * @param commands cycles outside of layers: descriptors and tables
 */
public record CycleBudget(
    double useful,
    double copies,
    double reductionPadding,
    double outputPadding,
    double shortPasses,
    double weightLoads,
    double activationLoads,
    double drains,
    double ends,
    double commands) {
  /** Nothing. */
  static final CycleBudget NONE = new CycleBudget(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Divides the cycles of a program of equal products.
   *
   * @param products how many there are
   * @param counters their counters; of the layer log only the sum of all cycles is used
   * @param layerCycles the cycles within layers
   */
  static CycleBudget of(
      AcceleratorConfig config,
      ProductShape shape,
      int products,
      RunCounters counters,
      long layerCycles) {
    LayerDescriptor d = shape.descriptor(config);
    double lanes = (double) config.reductionLanes() * config.outputLanes();
    double rows = (double) products * shape.tokens();
    double chunks = (double) d.chunks() / shape.copies();
    double useful = rows * shape.in() * shape.out() / lanes;
    double withPaddedOutputs = rows * shape.in() / config.reductionLanes() * d.outTiles();
    double oneCopy = rows * chunks * d.outTiles();
    int pass = GemmEngine.passCycles(config);
    long idle =
        (d.tiles() - 1L) * Math.max(0, pass - d.tileTokens())
            + Math.max(0, pass - d.lastTileTokens());
    double shortPasses = (double) products * idle * d.chunks() * d.outTiles();
    long stalls = counters.stallWeight() + counters.stallActivation() + counters.stallDrain();
    return new CycleBudget(
        useful,
        counters.busy() - oneCopy,
        oneCopy - withPaddedOutputs,
        withPaddedOutputs - useful,
        shortPasses,
        counters.stallWeight(),
        counters.stallActivation(),
        counters.stallDrain(),
        layerCycles - counters.busy() - stalls - shortPasses,
        counters.cycles() - layerCycles);
  }

  /** Returns the sums of both. */
  CycleBudget plus(CycleBudget other) {
    return new CycleBudget(
        useful + other.useful,
        copies + other.copies,
        reductionPadding + other.reductionPadding,
        outputPadding + other.outputPadding,
        shortPasses + other.shortPasses,
        weightLoads + other.weightLoads,
        activationLoads + other.activationLoads,
        drains + other.drains,
        ends + other.ends,
        commands + other.commands);
  }

  /** Returns all cycles. */
  public double total() {
    return useful
        + copies
        + reductionPadding
        + outputPadding
        + shortPasses
        + weightLoads
        + activationLoads
        + drains
        + ends
        + commands;
  }
}
