package io.samforge.arch.program;

/**
 * A layer as the hardware reads it, except for its addresses.
 *
 * @param operand kind of the operand
 * @param output kind of the output
 * @param nLog log codes of an HLUQ operand, octaves of a log2 operand, else 0
 * @param branchOrdinal first ordinal of the rising branch, 0 when there is one branch
 * @param tiles token tiles
 * @param chunks chunks of the operand
 * @param outTiles output tiles
 * @param inBlocks operand blocks
 * @param in layout of the operand tensor
 * @param out layout of the output tensor
 * @param weightBeats beats of the weights of one output tile
 * @param weights the weight stream
 * @param table the table, padded to whole 64-byte lines
 * @param configHashWord first word of the configuration hash
 */
public record CompiledLayer(
    OperandKind operand,
    OutputKind output,
    int nLog,
    int branchOrdinal,
    TilePlan tiles,
    int chunks,
    int outTiles,
    int inBlocks,
    ActivationLayout in,
    ActivationLayout out,
    int weightBeats,
    byte[] weights,
    byte[] table,
    int configHashWord) {

  /** Returns the descriptor for the addresses of the four regions, in bytes. */
  public LayerDescriptor descriptor(
      long inAddress, long weightAddress, long outAddress, long tableAddress) {
    return new LayerDescriptor(
        operand,
        output,
        nLog,
        tiles.tokens(),
        tiles.tileTokens(),
        tiles.lastTileTokens(),
        tiles.tiles(),
        chunks,
        outTiles,
        inBlocks,
        branchOrdinal,
        inAddress,
        weightAddress,
        outAddress,
        tableAddress,
        in.blockStride(),
        out.blockStride(),
        in.beats(tiles.tileTokens()),
        in.beats(tiles.lastTileTokens()),
        out.beats(tiles.tileTokens()),
        out.beats(tiles.lastTileTokens()),
        weightBeats,
        configHashWord);
  }
}
