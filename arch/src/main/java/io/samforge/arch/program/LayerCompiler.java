package io.samforge.arch.program;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HalfOutput;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** Turns layers into what the hardware reads (architecture, sections 6 and 7). */
public final class LayerCompiler {
  /** Every region of memory starts at a multiple of this many bytes. */
  public static final int ALIGNMENT = 64;

  private final AcceleratorConfig config;

  /** Compiles for one configuration. */
  public LayerCompiler(AcceleratorConfig config) {
    this.config = config;
  }

  /** Compiles a layer whose output positions are its output channels. */
  public CompiledLayer compile(GemmLayer layer) {
    return compile(layer, IntStream.range(0, layer.outputs()).toArray());
  }

  /**
   * Compiles a layer.
   *
   * @param rowOfPosition the output channel at every output position, -1 for an inactive one
   * @throws UserError when the layer does not fit the configuration
   */
  public CompiledLayer compile(GemmLayer layer, int[] rowOfPosition) {
    checkFits(layer, rowOfPosition);
    int slots = layer.slots().slots();
    int chunks = slots / config.reductionLanes();
    OutputKind output = outputKind(layer);
    int outputBits = output.elementBits(config.activationBits());
    ActivationLayout in =
        ActivationLayout.of(config, layer.tokens(), slots, config.activationBits());
    ActivationLayout out =
        ActivationLayout.of(config, layer.tokens(), rowOfPosition.length, outputBits);
    TilePlan tiles =
        TilePlan.of(config, layer.name(), layer.tokens(), chunks, in.blocks(), outputBits);
    checkCounts(layer.name(), tiles, out, in);
    return new CompiledLayer(
        OperandKind.of(layer.operand()),
        output,
        nLog(layer.operand()),
        layer.output() instanceof CodeOutput codes ? codes.thresholds().branchOrdinal() : 0,
        tiles,
        chunks,
        out.blocks(),
        in.blocks(),
        in,
        out,
        WeightStream.weightBeats(config, chunks),
        WeightStream.pack(config, layer, rowOfPosition),
        tableBytes(LayerTable.words(config, layer)),
        config.hashWord(0));
  }

  /** Refuses layers whose loops the hardware cannot count and tensors that the host cannot hold. */
  static void checkCounts(String layer, TilePlan tiles, ActivationLayout out, ActivationLayout in) {
    int most = LayerDescriptor.MOST_COUNT;
    if (tiles.tiles() > most) {
      throw new UserError(
          "layer %s: %d token tiles of %d tokens; allowed: at most %d; enlarge tokenDepth or activationBufferWords"
              .formatted(layer, tiles.tiles(), tiles.tileTokens(), most));
    }
    if (out.blocks() > most || in.blocks() > most) {
      throw new UserError(
          "layer %s: %d output tiles and %d operand blocks; allowed: at most %d; enlarge outputLanes"
              .formatted(layer, out.blocks(), in.blocks(), most));
    }
    long bytes = Math.max(out.bytes(), in.bytes());
    if (bytes > Integer.MAX_VALUE) {
      throw new UserError(
          "layer %s: a tensor of %d MiB; allowed: below 2048".formatted(layer, bytes >> 20));
    }
  }

  private void checkFits(GemmLayer layer, int[] rowOfPosition) {
    int slots = layer.slots().slots();
    if (slots % config.reductionLanes() != 0 || slots > config.maxInChannels()) {
      throw new UserError(
          String.format(
              "layer %s: %d slots; allowed: a multiple of reductionLanes = %d, up to"
                  + " maxInChannels = %d",
              layer.name(), slots, config.reductionLanes(), config.maxInChannels()));
    }
    if (layer.output() instanceof HalfOutput) {
      config.requireHalfOutputs();
    }
    int outputBits =
        layer.output() instanceof CodeOutput codes
            ? codes.thresholds().bits()
            : config.activationBits();
    if (layer.operand().slotBits() != config.activationBits()
        || outputBits != config.activationBits()
        || layer.weightBits() != config.weightBits()) {
      throw new UserError(
          String.format(
              "layer %s: %d-bit weights, %d-bit operands, %d-bit outputs; allowed: weightBits = %d"
                  + " and activationBits = %d",
              layer.name(),
              layer.weightBits(),
              layer.operand().slotBits(),
              outputBits,
              config.weightBits(),
              config.activationBits()));
    }
    checkEntries(layer);
    for (int row : rowOfPosition) {
      if (row < WeightStream.INACTIVE || row >= layer.outputs()) {
        throw new IllegalArgumentException("layer " + layer.name() + ": no output channel " + row);
      }
    }
  }

  private void checkEntries(GemmLayer layer) {
    int banks = layer.output() instanceof CodeOutput c ? c.thresholds().banks() : 0;
    if (layer.operand().entries() > config.groups() || banks > config.groups()) {
      throw new UserError(
          String.format(
              "layer %s: %d operand groups and %d output banks; allowed: at most groups = %d",
              layer.name(), layer.operand().entries(), banks, config.groups()));
    }
    int[] entry = layer.slots().slotEntry();
    for (int s = 0; s < entry.length; s++) {
      if (entry[s] != entry[s - s % config.reductionLanes()]) {
        throw new UserError(
            String.format(
                "layer %s: slot %d changes the group inside a chunk of reductionLanes = %d; it was"
                    + " made for another configuration",
                layer.name(), s, config.reductionLanes()));
      }
    }
  }

  /** Returns the number of slot codes that the hardware decodes as powers of two. */
  private static int nLog(Operand placed) {
    Operand operand = placed.ofCodes();
    if (operand instanceof HluqOperand hluq) {
      return hluq.parameters().nLog();
    }
    return operand instanceof Log2Operand log2 ? log2.slotCode().octaves() : 0;
  }

  private static OutputKind outputKind(GemmLayer layer) {
    if (layer.output() instanceof CodeOutput codes) {
      return codes.thresholds().twoBranch() ? OutputKind.CODES_TWO_BRANCH : OutputKind.CODES;
    }
    return layer.output() instanceof HalfOutput ? OutputKind.HALF : OutputKind.RAW;
  }

  static byte[] tableBytes(int[] words) {
    int size = (4 * words.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes.array();
  }
}
