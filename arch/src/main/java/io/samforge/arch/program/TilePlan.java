package io.samforge.arch.program;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;

/**
 * How the tokens of a layer are cut into tiles (architecture, section 7).
 *
 * @param tokens N
 * @param tileTokens tokens of every tile but the last
 * @param lastTileTokens tokens of the last tile
 * @param tiles number of tiles
 */
public record TilePlan(int tokens, int tileTokens, int lastTileTokens, int tiles) {

  /**
   * Returns the largest tiles that fit the buffers and start at a beat.
   *
   * @param chunks chunks of K slots of the operand
   * @param inBlocks blocks of M slots of the operand
   * @param outputBits bits of one output element
   * @throws UserError naming the field to enlarge when not even the smallest tile fits
   */
  public static TilePlan of(
      AcceleratorConfig config,
      String layer,
      int tokens,
      int chunks,
      int inBlocks,
      int outputBits) {
    int bufferChunks = Math.max(chunks, config.words(inBlocks));
    int buffered = config.activationBufferWords() / bufferChunks;
    int tile = Math.min(Math.min(config.tokenDepth(), tokens), buffered);
    if (tile < tokens) {
      int unit = alignedTokens(config, outputBits);
      tile -= tile % unit;
      if (tile == 0) {
        int smallest = Math.min(tokens, unit);
        boolean words = buffered < smallest;
        throw new UserError(
            String.format(
                "layer %s: a tile of %d tokens of %d chunks does not fit; enlarge %s to at least"
                    + " %d",
                layer,
                smallest,
                bufferChunks,
                words ? "activationBufferWords" : "tokenDepth",
                words ? (long) smallest * bufferChunks : smallest));
      }
    }
    int tiles = (tokens + tile - 1) / tile;
    return new TilePlan(tokens, tile, tokens - (tiles - 1) * tile, tiles);
  }

  /** Returns the fewest tokens whose operand and output blocks both are whole beats. */
  private static int alignedTokens(AcceleratorConfig config, int outputBits) {
    // Both counts are powers of two, so the larger is a multiple of the smaller.
    return Math.max(
        config.alignedTokens(config.activationBits()), config.alignedTokens(outputBits));
  }
}
