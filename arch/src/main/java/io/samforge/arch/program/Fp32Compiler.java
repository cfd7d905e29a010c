package io.samforge.arch.program;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.Fp32Layer;
import io.samforge.arch.layer.SlotMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns layers of the floating-point twin into what the hardware reads (architecture, sections 6, 7
 * and 15): the same regions as those of integer layers, with elements of 32 bits.
 */
final class Fp32Compiler {
  private final AcceleratorConfig config;

  /** Compiles for one configuration, whose arithmetic must be FP32. */
  Fp32Compiler(AcceleratorConfig config) {
    if (!config.isFp32()) {
      throw new UserError(
          "configuration %s has the arithmetic %s; layers of floats need FP32"
              .formatted(config.name(), config.arithmetic()));
    }
    this.config = config;
  }

  /**
   * Compiles a layer.
   *
   * @param outputs the order of the output channels in memory
   * @throws UserError when the layer does not fit the configuration
   */
  CompiledLayer compile(Fp32Layer layer, SlotMap outputs) {
    int slots = inputSlots(layer).slots();
    if (slots > config.maxInChannels()) {
      throw new UserError(
          "layer %s: %d slots; allowed: up to maxInChannels = %d"
              .formatted(layer.name(), slots, config.maxInChannels()));
    }
    int chunks = slots / config.reductionLanes();
    ActivationLayout in = ActivationLayout.of(config, layer.tokens(), slots, Float.SIZE);
    ActivationLayout out = ActivationLayout.of(config, layer.tokens(), outputs.slots(), Float.SIZE);
    TilePlan tiles =
        TilePlan.of(config, layer.name(), layer.tokens(), chunks, in.blocks(), Float.SIZE);
    LayerCompiler.checkCounts(layer.name(), tiles, out, in);
    return new CompiledLayer(
        OperandKind.FP32,
        layer.relu() ? OutputKind.RELU : OutputKind.RAW,
        0,
        0,
        tiles,
        chunks,
        out.blocks(),
        in.blocks(),
        in,
        out,
        WeightStream.weightBeats(config, chunks),
        weights(layer, outputs.slotChannel(), chunks),
        LayerCompiler.tableBytes(new int[LayerTable.WORDS_PER_ENTRY * config.groups()]),
        config.hashWord(0));
  }

  /** Returns the order of the operand channels of a layer: as they are, padded to whole chunks. */
  SlotMap inputSlots(Fp32Layer layer) {
    return SlotMap.identity(layer.channels(), config.reductionLanes());
  }

  private byte[] weights(Fp32Layer layer, int[] rowOfPosition, int chunks) {
    int lanes = config.outputLanes();
    int reduction = config.reductionLanes();
    int outTiles = (rowOfPosition.length + lanes - 1) / lanes;
    int recordBytes = WeightStream.recordBeats(config) * config.beatBytes();
    int tileBytes = recordBytes + WeightStream.weightBeats(config, chunks) * config.beatBytes();
    ByteBuffer stream =
        ByteBuffer.allocate(Math.multiplyExact(outTiles, tileBytes)).order(ByteOrder.LITTLE_ENDIAN);
    for (int position = 0; position < rowOfPosition.length; position++) {
      int row = rowOfPosition[position];
      if (row == WeightStream.INACTIVE) {
        continue;
      }
      int start = position / lanes * tileBytes;
      int lane = position % lanes;
      int record = start + lane * WeightStream.RECORD_BITS / Byte.SIZE;
      stream.putFloat(record + WeightStream.SCALE_BIT / Byte.SIZE, 1f);
      stream.putFloat(record + WeightStream.BIAS_BIT / Byte.SIZE, layer.bias()[row]);
      stream.put(record + WeightStream.ACTIVE_BIT / Byte.SIZE, Byte.MIN_VALUE);
      for (int c = 0; c < layer.channels(); c++) {
        int line = c / reduction * lanes + lane;
        int index = line * reduction + c % reduction;
        stream.putFloat(start + recordBytes + index * Float.BYTES, layer.weights()[row][c]);
      }
    }
    return stream.array();
  }
}
