package io.samforge.eval.speed;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.ActivationLayout;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.OutputKind;
import io.samforge.arch.program.TilePlan;
import io.samforge.arch.program.WeightStream;
import io.samforge.eval.network.NetworkLayer;
import io.samforge.eval.network.OperandUse;

/**
 * One product as an engine computes it: everything that its cycles depend on.
 *
 * @param tokens rows
 * @param in channels
 * @param out outputs
 * @param kind kind of the operand
 * @param copies slots of every channel: tau for log2 codes, else 1
 * @param output kind of the output
 */
record ProductShape(int tokens, int in, int out, OperandKind kind, int copies, OutputKind output) {
  // The cycles depend on where regions begin within a page, and on nothing else of an address.
  private static final long TABLE = 1L << 20;
  private static final long INPUT = 1L << 21;
  private static final long WEIGHTS = 1L << 22;
  private static final long OUTPUT = 1L << 23;

  /** Returns the shape of one product of a layer on an engine. */
  static ProductShape of(NetworkLayer layer, Engine engine) {
    if (engine.config().isFp32()) {
      return new ProductShape(
          layer.tokens(), layer.in(), layer.out(), OperandKind.FP32, 1, OutputKind.RAW);
    }
    OperandKind kind = engine.uniform() ? OperandKind.CAG : kind(layer.use());
    return new ProductShape(
        layer.tokens(),
        layer.in(),
        layer.out(),
        kind,
        kind == OperandKind.LOG2 ? engine.levelsAnOctave() : 1,
        output(layer, engine));
  }

  private static OutputKind output(NetworkLayer layer, Engine engine) {
    if (layer.coded()) {
      return OutputKind.CODES;
    }
    return layer.logits() && engine.config().halfOutputs() ? OutputKind.HALF : OutputKind.RAW;
  }

  private static OperandKind kind(OperandUse use) {
    return switch (use) {
      case GROUPED -> OperandKind.CAG;
      case HYBRID -> OperandKind.HLUQ;
      case PROBABILITIES -> OperandKind.LOG2;
    };
  }

  /** Returns the chunks of K slots; groups of channels fill whole chunks, as calibrated. */
  int chunks(AcceleratorConfig config) {
    return copies * ceil(in, config.reductionLanes());
  }

  /** Returns the output tiles of M outputs. */
  int outTiles(AcceleratorConfig config) {
    return ceil(out, config.outputLanes());
  }

  /**
   * Returns what the hardware would read for the product.
   *
   * @throws io.samforge.arch.UserError if the product does not fit the buffers
   */
  LayerDescriptor descriptor(AcceleratorConfig config) {
    int chunks = chunks(config);
    int slots = chunks * config.reductionLanes();
    if (slots > config.maxInChannels()) {
      throw new UserError(
          "configuration %s: a product of %d slots; allowed: up to maxInChannels = %d"
              .formatted(config.name(), slots, config.maxInChannels()));
    }
    int bits = output.elementBits(config.activationBits());
    ActivationLayout read = ActivationLayout.of(config, tokens, slots, config.activationBits());
    ActivationLayout written = ActivationLayout.of(config, tokens, out, bits);
    TilePlan tiles = TilePlan.of(config, "product", tokens, chunks, read.blocks(), bits);
    boolean codes = kind == OperandKind.HLUQ || kind == OperandKind.LOG2;
    return new LayerDescriptor(
        kind,
        output,
        codes ? 1 : 0,
        tokens,
        tiles.tileTokens(),
        tiles.lastTileTokens(),
        tiles.tiles(),
        chunks,
        outTiles(config),
        read.blocks(),
        0,
        INPUT,
        WEIGHTS,
        OUTPUT,
        TABLE,
        read.blockStride(),
        written.blockStride(),
        read.beats(tiles.tileTokens()),
        read.beats(tiles.lastTileTokens()),
        written.beats(tiles.tileTokens()),
        written.beats(tiles.lastTileTokens()),
        WeightStream.weightBeats(config, chunks),
        config.hashWord(0));
  }

  private static int ceil(int value, int unit) {
    return (value + unit - 1) / unit;
  }
}
