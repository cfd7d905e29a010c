package io.samforge.arch.program;

import io.samforge.arch.UserError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongUnaryOperator;

/**
 * The command of one layer: 32 words that the hardware fetches (architecture, section 7).
 *
 * <p>Addresses are bytes, strides and sizes are beats; {@link DescriptorField} says where each
 * field stands.
 */
public record LayerDescriptor(
    OperandKind operand,
    OutputKind output,
    int nLog,
    int tokens,
    int tileTokens,
    int lastTileTokens,
    int tiles,
    int chunks,
    int outTiles,
    int inBlocks,
    int branchOrdinal,
    long inAddress,
    long weightAddress,
    long outAddress,
    long tableAddress,
    int inBlockStride,
    int outBlockStride,
    int inTileBeats,
    int inLastTileBeats,
    int outTileBeats,
    int outLastTileBeats,
    int weightBeats,
    int configHashWord) {

  /** Words of one descriptor. */
  public static final int WORDS = 32;

  /** Bytes of one descriptor. */
  public static final int BYTES = 4 * WORDS;

  /** The only opcode: multiply a matrix of activations by a matrix of weights. */
  public static final int OPCODE_GEMM = 1;

  /** The most tiles, chunks, output tiles and blocks that the hardware counts. */
  public static final int MOST_COUNT = 0xffff;

  /** Rejects values that no correct layer has. */
  public LayerDescriptor {
    boolean log = operand == OperandKind.HLUQ || operand == OperandKind.LOG2;
    require(log || nLog == 0, "nLog", nLog, "0 for " + operand);
    require(!log || nLog >= 1, "nLog", nLog, "at least 1 for " + operand);
    require(
        goTogether(operand, output),
        "output",
        output.code(),
        "floats behind an FP32 operand, floats or codes behind others");
    require(nLog <= 128, "nLog", nLog, "at most 128");
    require(tokens >= 1, "tokens", tokens, "at least 1");
    require(tileTokens >= 1, "tileTokens", tileTokens, "at least 1");
    require(
        lastTileTokens >= 1 && lastTileTokens <= tileTokens,
        "lastTileTokens",
        lastTileTokens,
        "1 to tileTokens");
    require(tiles <= MOST_COUNT, "tiles", tiles, "at most 65535");
    require(
        (tiles - 1L) * tileTokens + lastTileTokens == tokens,
        "tiles",
        tiles,
        "tiles of all tokens");
    require(chunks >= 1 && chunks <= MOST_COUNT, "chunks", chunks, "1 to 65535");
    require(outTiles >= 1 && outTiles <= MOST_COUNT, "outTiles", outTiles, "1 to 65535");
    require(inBlocks >= 1 && inBlocks <= MOST_COUNT, "inBlocks", inBlocks, "1 to 65535");
    requireAddress("inAddress", inAddress);
    requireAddress("weightAddress", weightAddress);
    requireAddress("outAddress", outAddress);
    requireAddress("tableAddress", tableAddress);
    require(inBlockStride >= 1, "inBlockStride", inBlockStride, "at least 1");
    require(outBlockStride >= 1, "outBlockStride", outBlockStride, "at least 1");
    require(inTileBeats >= 1, "inTileBeats", inTileBeats, "at least 1");
    require(inLastTileBeats >= 1, "inLastTileBeats", inLastTileBeats, "at least 1");
    require(outTileBeats >= 1, "outTileBeats", outTileBeats, "at least 1");
    require(outLastTileBeats >= 1, "outLastTileBeats", outLastTileBeats, "at least 1");
    require(weightBeats >= 1, "weightBeats", weightBeats, "at least 1");
  }

  /**
   * Returns this layer with everything that stands at or behind an address moved.
   *
   * @param start the first byte that moves
   * @param shift how far, in bytes; a multiple of 64
   */
  public LayerDescriptor movedBehind(long start, long shift) {
    LongUnaryOperator move = address -> address < start ? address : address + shift;
    return new LayerDescriptor(
        operand,
        output,
        nLog,
        tokens,
        tileTokens,
        lastTileTokens,
        tiles,
        chunks,
        outTiles,
        inBlocks,
        branchOrdinal,
        move.applyAsLong(inAddress),
        move.applyAsLong(weightAddress),
        move.applyAsLong(outAddress),
        move.applyAsLong(tableAddress),
        inBlockStride,
        outBlockStride,
        inTileBeats,
        inLastTileBeats,
        outTileBeats,
        outLastTileBeats,
        weightBeats,
        configHashWord);
  }

  /** Returns the 32 words, the checksum last. */
  public int[] encode() {
    int[] words = new int[WORDS];
    DescriptorField.OPCODE.write(words, OPCODE_GEMM);
    DescriptorField.OPERAND.write(words, operand.code());
    DescriptorField.OUTPUT.write(words, output.code());
    DescriptorField.N_LOG.write(words, nLog);
    DescriptorField.TOKENS.write(words, tokens);
    DescriptorField.TILE_TOKENS.write(words, tileTokens);
    DescriptorField.LAST_TILE_TOKENS.write(words, lastTileTokens);
    DescriptorField.TILES.write(words, tiles);
    DescriptorField.CHUNKS.write(words, chunks);
    DescriptorField.OUT_TILES.write(words, outTiles);
    DescriptorField.IN_BLOCKS.write(words, inBlocks);
    DescriptorField.BRANCH_ORDINAL.write(words, Integer.toUnsignedLong(branchOrdinal));
    DescriptorField.IN_ADDRESS.write(words, inAddress);
    DescriptorField.WEIGHT_ADDRESS.write(words, weightAddress);
    DescriptorField.OUT_ADDRESS.write(words, outAddress);
    DescriptorField.TABLE_ADDRESS.write(words, tableAddress);
    DescriptorField.IN_BLOCK_STRIDE.write(words, inBlockStride);
    DescriptorField.OUT_BLOCK_STRIDE.write(words, outBlockStride);
    DescriptorField.IN_TILE_BEATS.write(words, inTileBeats);
    DescriptorField.IN_LAST_TILE_BEATS.write(words, inLastTileBeats);
    DescriptorField.OUT_TILE_BEATS.write(words, outTileBeats);
    DescriptorField.OUT_LAST_TILE_BEATS.write(words, outLastTileBeats);
    DescriptorField.WEIGHT_BEATS.write(words, weightBeats);
    DescriptorField.CONFIG_HASH.write(words, Integer.toUnsignedLong(configHashWord));
    DescriptorField.CHECKSUM.write(words, Integer.toUnsignedLong(checksum(words)));
    return words;
  }

  /** Returns the 128 bytes, each word little-endian. */
  public byte[] encodeBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : encode()) {
      bytes.putInt(word);
    }
    return bytes.array();
  }

  /**
   * Reads a descriptor with the hardware's checks, in the hardware's order.
   *
   * @param words 32 words
   * @param configHashWord the hash word of the configuration that would run it
   * @throws UserError when the hash, the checksum, the opcode or a kind is wrong
   */
  public static LayerDescriptor decode(int[] words, int configHashWord) {
    check(words, configHashWord);
    return new LayerDescriptor(
        OperandKind.values()[small(words, DescriptorField.OPERAND)],
        OutputKind.values()[small(words, DescriptorField.OUTPUT)],
        small(words, DescriptorField.N_LOG),
        small(words, DescriptorField.TOKENS),
        small(words, DescriptorField.TILE_TOKENS),
        small(words, DescriptorField.LAST_TILE_TOKENS),
        small(words, DescriptorField.TILES),
        small(words, DescriptorField.CHUNKS),
        small(words, DescriptorField.OUT_TILES),
        small(words, DescriptorField.IN_BLOCKS),
        small(words, DescriptorField.BRANCH_ORDINAL),
        DescriptorField.IN_ADDRESS.read(words),
        DescriptorField.WEIGHT_ADDRESS.read(words),
        DescriptorField.OUT_ADDRESS.read(words),
        DescriptorField.TABLE_ADDRESS.read(words),
        small(words, DescriptorField.IN_BLOCK_STRIDE),
        small(words, DescriptorField.OUT_BLOCK_STRIDE),
        small(words, DescriptorField.IN_TILE_BEATS),
        small(words, DescriptorField.IN_LAST_TILE_BEATS),
        small(words, DescriptorField.OUT_TILE_BEATS),
        small(words, DescriptorField.OUT_LAST_TILE_BEATS),
        small(words, DescriptorField.WEIGHT_BEATS),
        small(words, DescriptorField.CONFIG_HASH));
  }

  /** Reads a descriptor from its 128 little-endian bytes; see {@link #decode(int[], int)}. */
  public static LayerDescriptor decode(byte[] bytes, int configHashWord) {
    if (bytes.length != BYTES) {
      throw new UserError("a descriptor has " + BYTES + " bytes, not " + bytes.length);
    }
    int[] words = new int[WORDS];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    return decode(words, configHashWord);
  }

  /** Returns the sum of words 0..30 modulo 2^32. */
  public static int checksum(int[] words) {
    int sum = 0;
    for (int i = 0; i < WORDS - 1; i++) {
      sum += words[i];
    }
    return sum;
  }

  private static void check(int[] words, int configHashWord) {
    int hash = small(words, DescriptorField.CONFIG_HASH);
    if (hash != configHashWord) {
      throw new UserError(
          String.format("descriptor: config hash %08x, expected %08x", hash, configHashWord));
    }
    int sum = small(words, DescriptorField.CHECKSUM);
    if (sum != checksum(words)) {
      throw new UserError(
          String.format("descriptor: checksum %08x, expected %08x", sum, checksum(words)));
    }
    checkRange(words, DescriptorField.OPCODE, OPCODE_GEMM, OPCODE_GEMM);
    checkRange(words, DescriptorField.OPERAND, 0, OperandKind.values().length - 1);
    checkRange(words, DescriptorField.OUTPUT, 0, OutputKind.values().length - 1);
    OperandKind operand = OperandKind.values()[small(words, DescriptorField.OPERAND)];
    OutputKind output = OutputKind.values()[small(words, DescriptorField.OUTPUT)];
    if (!goTogether(operand, output)) {
      throw new UserError("descriptor: an operand " + operand + " does not give " + output);
    }
  }

  private static boolean goTogether(OperandKind operand, OutputKind output) {
    return output == OutputKind.RAW || (output == OutputKind.RELU) == (operand == OperandKind.FP32);
  }

  private static void checkRange(int[] words, DescriptorField field, int low, int high) {
    long value = field.read(words);
    if (value < low || value > high) {
      throw new UserError(
          "descriptor: " + field + " is " + value + "; allowed: " + low + ".." + high);
    }
  }

  private static int small(int[] words, DescriptorField field) {
    return (int) field.read(words);
  }

  private static void requireAddress(String field, long address) {
    if (address < 0 || address >= 1L << 32 || address % 64 != 0) {
      throw new IllegalArgumentException(
          "descriptor: " + field + " is " + address + "; allowed: 32 bits, a multiple of 64");
    }
  }

  private static void require(boolean condition, String field, int value, String allowed) {
    if (!condition) {
      throw new IllegalArgumentException(
          "descriptor: " + field + " is " + value + "; allowed: " + allowed);
    }
  }
}
