package io.samforge.rtl;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;

/**
 * The settings of the layer that runs, constant from its start to its end. Fields carry the names
 * and meanings of the layer descriptor (docs/architecture.md, section 7).
 */
public record LayerSettings(
    Bit hluq,
    Bit log2,
    Unsigned outputKind,
    Unsigned nLog,
    Unsigned tileTokens,
    Unsigned lastTileTokens,
    Unsigned tiles,
    Unsigned chunks,
    Unsigned outTiles,
    Unsigned inBlocks,
    Signed branchOrdinal,
    Unsigned inAddress,
    Unsigned weightAddress,
    Unsigned outAddress,
    Unsigned inBlockStride,
    Unsigned outBlockStride,
    Unsigned inTileBeats,
    Unsigned inLastTileBeats,
    Unsigned outTileBeats,
    Unsigned outLastTileBeats,
    Unsigned weightBeats) {

  /** Bits of the counters of tiles, chunks, output tiles and blocks. */
  public static final int COUNT_BITS = 16;

  /** Bits of the descriptor field that the number of log codes is taken from. */
  private static final int N_LOG_BITS = 8;

  private static final int OUTPUT_KIND_BITS = 2;

  /** Declares the ports of all settings in one direction. */
  public static LayerSettings of(AcceleratorConfig config, Ports ports) {
    int tokenBits = tokenCountBits(config);
    return new LayerSettings(
        ports.bit("layer_hluq"),
        ports.bit("layer_log2"),
        ports.unsigned("layer_output_kind", outputKindBits(config)),
        ports.unsigned("layer_n_log", Math.min(N_LOG_BITS, config.activationBits())),
        ports.unsigned("layer_tile_tokens", tokenBits),
        ports.unsigned("layer_last_tile_tokens", tokenBits),
        ports.unsigned("layer_tiles", COUNT_BITS),
        ports.unsigned("layer_chunks", COUNT_BITS),
        ports.unsigned("layer_out_tiles", COUNT_BITS),
        ports.unsigned("layer_in_blocks", COUNT_BITS),
        ports.signed("layer_branch_ordinal", 32),
        ports.unsigned("layer_in_address", 32),
        ports.unsigned("layer_weight_address", 32),
        ports.unsigned("layer_out_address", 32),
        ports.unsigned("layer_in_block_stride", 32),
        ports.unsigned("layer_out_block_stride", 32),
        ports.unsigned("layer_in_tile_beats", 32),
        ports.unsigned("layer_in_last_tile_beats", 32),
        ports.unsigned("layer_out_tile_beats", 32),
        ports.unsigned("layer_out_last_tile_beats", 32),
        ports.unsigned("layer_weight_beats", 32));
  }

  /** Returns the bits of the output kind: one more where floats of 16 bits are one. */
  public static int outputKindBits(AcceleratorConfig config) {
    return config.halfOutputs() ? OUTPUT_KIND_BITS + 1 : OUTPUT_KIND_BITS;
  }

  /** Returns the bits that hold a token count of 0..T. */
  public static int tokenCountBits(AcceleratorConfig config) {
    return 32 - Integer.numberOfLeadingZeros(config.tokenDepth());
  }

  /** Returns 1 for the operands that use the shift path: HLUQ and log2. */
  public Bit shiftPath() {
    return hluq.or(log2);
  }

  /** Drives every setting from another bundle. */
  public void connectFrom(LayerSettings from) {
    hluq.set(from.hluq);
    log2.set(from.log2);
    outputKind.set(from.outputKind);
    nLog.set(from.nLog);
    tileTokens.set(from.tileTokens);
    lastTileTokens.set(from.lastTileTokens);
    tiles.set(from.tiles);
    chunks.set(from.chunks);
    outTiles.set(from.outTiles);
    inBlocks.set(from.inBlocks);
    branchOrdinal.set(from.branchOrdinal);
    inAddress.set(from.inAddress);
    weightAddress.set(from.weightAddress);
    outAddress.set(from.outAddress);
    inBlockStride.set(from.inBlockStride);
    outBlockStride.set(from.outBlockStride);
    inTileBeats.set(from.inTileBeats);
    inLastTileBeats.set(from.inLastTileBeats);
    outTileBeats.set(from.outTileBeats);
    outLastTileBeats.set(from.outLastTileBeats);
    weightBeats.set(from.weightBeats);
  }
}
