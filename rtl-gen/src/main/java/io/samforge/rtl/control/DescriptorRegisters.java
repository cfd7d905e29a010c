package io.samforge.rtl.control;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.DescriptorField;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.OutputKind;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.LayerSettings;
import java.util.stream.Stream;

/**
 * Receives the words of the next layer's descriptor while the current layer keeps its settings.
 *
 * <p>Only words that the hardware uses are stored. The checksum and the fixed fields are judged as
 * the words arrive; {@code commit} makes the received descriptor the current one.
 */
final class DescriptorRegisters extends Module {
  /** Clears the running sum before a descriptor. */
  final Bit clear;

  final Bit write;
  final Unsigned index;
  final Bits word;
  final Bit commit;

  /** Settings of the layer that runs. */
  final LayerSettings layer;

  /** Table address of the received descriptor. */
  final Unsigned tableAddress;

  /** The received descriptor's output kind. */
  final Unsigned outputKind;

  final Bit hashWrong;
  final Bit checksumWrong;
  final Bit opcodeWrong;
  final Bit kindWrong;

  private final Unsigned[] words = new Unsigned[LayerDescriptor.WORDS];

  DescriptorRegisters(AcceleratorConfig config) {
    clear = inputBit("clear");
    write = inputBit("write");
    index = inputUnsigned("index", 5);
    word = inputBits("word", 32);
    commit = inputBit("commit");
    layer = LayerSettings.of(config, outputs());
    tableAddress = outputUnsigned("table_address", 32);
    outputKind = outputUnsigned("output_kind", 2);
    hashWrong = outputBit("hash_wrong");
    checksumWrong = outputBit("checksum_wrong");
    opcodeWrong = outputBit("opcode_wrong");
    kindWrong = outputBit("kind_wrong");

    for (DescriptorField field : DescriptorField.values()) {
      if (words[field.word()] == null && field != DescriptorField.TOKENS) {
        words[field.word()] = storedWord(field.word());
      }
    }
    Unsigned sum = regUnsigned("sum", 32, 0);
    when(clear, () -> sum.set(unsigned(0, 32)))
        .elseWhen(
            write.and(index.ne(DescriptorField.CHECKSUM.word())),
            () -> sum.set(sum.plus(word.unsigned())));
    judge(config, sum);
    tableAddress.set(stored(DescriptorField.TABLE_ADDRESS));
    outputKind.set(stored(DescriptorField.OUTPUT).truncate(2));
    publish();
  }

  private Unsigned storedWord(int number) {
    int bits =
        Stream.of(DescriptorField.values())
            .filter(field -> field.word() == number)
            .mapToInt(field -> field.lsb() + field.width())
            .max()
            .orElseThrow();
    return delayWhen("word_" + number, word.unsigned().truncate(bits), write.and(index.eq(number)));
  }

  private Unsigned stored(DescriptorField field) {
    return words[field.word()].slice(field.lsb(), field.width()).unsigned();
  }

  private void judge(AcceleratorConfig config, Unsigned sum) {
    Unsigned hash = unsigned(Integer.toUnsignedLong(config.hashWord(0)), 32);
    hashWrong.set(stored(DescriptorField.CONFIG_HASH).ne(hash));
    checksumWrong.set(stored(DescriptorField.CHECKSUM).ne(sum));
    opcodeWrong.set(stored(DescriptorField.OPCODE).ne(LayerDescriptor.OPCODE_GEMM));
    Unsigned operand = stored(DescriptorField.OPERAND);
    Unsigned output = stored(DescriptorField.OUTPUT);
    if (config.isFp32()) {
      Bit raw = output.eq(OutputKind.RAW.code()).or(output.eq(OutputKind.RELU.code()));
      kindWrong.set(operand.ne(OperandKind.FP32.code()).or(raw.not()));
    } else {
      Bit none = output.ge(OutputKind.RELU.code());
      Bit wrong = config.halfOutputs() ? none.and(output.ne(OutputKind.HALF.code())) : none;
      kindWrong.set(operand.ge(OperandKind.FP32.code()).or(wrong));
    }
  }

  private Unsigned current(String name, DescriptorField field, int width) {
    return delayWhen("current_" + name, stored(field).truncate(width), commit);
  }

  private Bit currentOperand(String name, OperandKind kind) {
    return delayWhen("current_" + name, stored(DescriptorField.OPERAND).eq(kind.code()), commit);
  }

  private void publish() {
    layer.hluq().set(currentOperand("hluq", OperandKind.HLUQ));
    layer.log2().set(currentOperand("log2", OperandKind.LOG2));
    set(layer.outputKind(), "output_kind", DescriptorField.OUTPUT);
    set(layer.nLog(), "n_log", DescriptorField.N_LOG);
    set(layer.tileTokens(), "tile_tokens", DescriptorField.TILE_TOKENS);
    set(layer.lastTileTokens(), "last_tile_tokens", DescriptorField.LAST_TILE_TOKENS);
    set(layer.tiles(), "tiles", DescriptorField.TILES);
    set(layer.chunks(), "chunks", DescriptorField.CHUNKS);
    set(layer.outTiles(), "out_tiles", DescriptorField.OUT_TILES);
    set(layer.inBlocks(), "in_blocks", DescriptorField.IN_BLOCKS);
    layer
        .branchOrdinal()
        .set(current("branch_ordinal", DescriptorField.BRANCH_ORDINAL, 32).bits().signed());
    set(layer.inAddress(), "in_address", DescriptorField.IN_ADDRESS);
    set(layer.weightAddress(), "weight_address", DescriptorField.WEIGHT_ADDRESS);
    set(layer.outAddress(), "out_address", DescriptorField.OUT_ADDRESS);
    set(layer.inBlockStride(), "in_block_stride", DescriptorField.IN_BLOCK_STRIDE);
    set(layer.outBlockStride(), "out_block_stride", DescriptorField.OUT_BLOCK_STRIDE);
    set(layer.inTileBeats(), "in_tile_beats", DescriptorField.IN_TILE_BEATS);
    set(layer.inLastTileBeats(), "in_last_tile_beats", DescriptorField.IN_LAST_TILE_BEATS);
    set(layer.outTileBeats(), "out_tile_beats", DescriptorField.OUT_TILE_BEATS);
    set(layer.outLastTileBeats(), "out_last_tile_beats", DescriptorField.OUT_LAST_TILE_BEATS);
    set(layer.weightBeats(), "weight_beats", DescriptorField.WEIGHT_BEATS);
  }

  private void set(Unsigned port, String name, DescriptorField field) {
    port.set(current(name, field, port.width()));
  }
}
