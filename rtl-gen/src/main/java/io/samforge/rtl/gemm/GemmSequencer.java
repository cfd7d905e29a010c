package io.samforge.rtl.gemm;

import static io.samforge.rtl.LayerSettings.COUNT_BITS;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.LayerSettings;

/**
 * Walks a layer: token tiles, output tiles, chunks, tokens; one token per cycle, without a bubble
 * between passes while weights, activations and a bank of partial sums are there.
 *
 * <p>A pass lasts max(tile tokens, {@link GemmEngine#passCycles}) cycles, because a partial sum can
 * be revisited only then. All outputs of an issued token leave in the cycle of the issue.
 */
final class GemmSequencer extends Module {
  final LayerSettings layer;

  /** Starts the layer; the settings are valid from this cycle on. */
  final Bit start;

  /** 1 where the activation bank in turn is full. */
  final Bit activationReady;

  /** 1 where the shadow weights of the lanes are complete. */
  final Bit weightReady;

  /** 1 where the bank of partial sums in turn is free. */
  final Bit drainReady;

  /** 1 while tokens remain to be issued. */
  final Bit running;

  /** 1 where a token enters the array. */
  final Bit valid;

  /** First cycle of a pass: the shadow weights are taken. */
  final Bit passStart;

  /** First pass of an output tile: a bank of partial sums is claimed. */
  final Bit tileStart;

  /** The token is the last one of the last chunk: its bank is complete behind it. */
  final Bit lastToken;

  /** The activation bank in turn is used up. */
  final Bit activationRelease;

  /** The issued token, 0..T-1. */
  final Unsigned token;

  final Unsigned tokens;
  final Unsigned chunk;
  final Bit firstChunk;
  final Unsigned activationAddress;
  final Bit activationBank;
  final Bit sumBank;

  final Bit stallActivation;
  final Bit stallWeight;
  final Bit stallDrain;

  private final int tokenBits;
  private final int passCycles;

  GemmSequencer(AcceleratorConfig config) {
    tokenBits = LayerSettings.tokenCountBits(config);
    passCycles = GemmEngine.passCycles(config);
    int addressBits = ActivationBuffer.addressBits(config);
    layer = LayerSettings.of(config, inputs());
    start = inputBit("start");
    activationReady = inputBit("activation_ready");
    weightReady = inputBit("weight_ready");
    drainReady = inputBit("drain_ready");
    running = outputBit("running");
    valid = outputBit("valid");
    passStart = outputBit("pass_start");
    tileStart = outputBit("tile_start");
    lastToken = outputBit("last_token");
    activationRelease = outputBit("activation_release");
    token = outputUnsigned("token", LaneControl.tokenBits(config));
    tokens = outputUnsigned("tokens", tokenBits);
    chunk = outputUnsigned("chunk", COUNT_BITS);
    firstChunk = outputBit("first_chunk");
    activationAddress = outputUnsigned("activation_address", addressBits);
    activationBank = outputBit("activation_bank");
    sumBank = outputBit("sum_bank");
    stallActivation = outputBit("stall_activation");
    stallWeight = outputBit("stall_weight");
    stallDrain = outputBit("stall_drain");
    build(addressBits);
  }

  private void build(int addressBits) {
    Bit active = regBit("active", false);
    Unsigned tokenReg = regUnsigned("token_reg", tokenBits, 0);
    Unsigned chunkReg = regUnsigned("chunk_reg", COUNT_BITS, 0);
    Unsigned outTileReg = regUnsigned("out_tile_reg", COUNT_BITS, 0);
    Unsigned tileReg = regUnsigned("tile_reg", COUNT_BITS, 0);
    Unsigned addressReg = regUnsigned("activation_address_reg", addressBits, 0);
    Bit activationBankReg = regBit("activation_bank_reg", false);
    Bit sumBankReg = regBit("sum_bank_reg", false);

    Bit lastTile = tileReg.eq(layer.tiles().minus(1));
    Bit lastOutTile = outTileReg.eq(layer.outTiles().minus(1));
    Bit lastChunk = chunkReg.eq(layer.chunks().minus(1));
    Bit isFirstChunk = chunkReg.eq(0);
    Unsigned tileLength = layer.lastTileTokens().orElse(lastTile, layer.tileTokens());
    Bit passEnd = passEnd(tokenReg, tileLength);
    Bit atPassStart = tokenReg.eq(0);
    Bit drainOk = drainReady.or(isFirstChunk.not());
    Bit passReady = activationReady.and(weightReady).and(drainOk);
    Bit issue = active.and(atPassStart.not().or(passReady));
    Bit isValid = issue.and(tokenReg.lt(tileLength));
    Bit outTileEnd = issue.and(passEnd).and(lastChunk);
    Bit tileEnd = outTileEnd.and(lastOutTile);

    when(start, () -> active.set(bit(true)));
    when(isValid, () -> addressReg.set(addressReg.plus(1)));
    when(issue, () -> tokenReg.set(unsigned(0, tokenBits).orElse(passEnd, tokenReg.plus(1))));
    when(
        issue.and(passEnd),
        () -> chunkReg.set(unsigned(0, COUNT_BITS).orElse(lastChunk, chunkReg.plus(1))));
    when(
        outTileEnd,
        () -> {
          addressReg.set(unsigned(0, addressBits));
          sumBankReg.set(sumBankReg.not());
          outTileReg.set(unsigned(0, COUNT_BITS).orElse(lastOutTile, outTileReg.plus(1)));
        });
    when(
        tileEnd,
        () -> {
          activationBankReg.set(activationBankReg.not());
          tileReg.set(unsigned(0, COUNT_BITS).orElse(lastTile, tileReg.plus(1)));
          when(lastTile, () -> active.set(bit(false)));
        });

    running.set(active);
    valid.set(isValid);
    passStart.set(issue.and(atPassStart));
    tileStart.set(issue.and(atPassStart).and(isFirstChunk));
    lastToken.set(isValid.and(lastChunk).and(tokenReg.plus(1).eq(tileLength)));
    activationRelease.set(tileEnd);
    token.set(tokenReg.truncate(token.width()));
    tokens.set(tileLength);
    chunk.set(chunkReg);
    firstChunk.set(isFirstChunk);
    activationAddress.set(addressReg);
    activationBank.set(activationBankReg);
    sumBank.set(sumBankReg);
    Bit stalled = active.and(atPassStart);
    stallActivation.set(stalled.and(activationReady.not()));
    stallWeight.set(stalled.and(activationReady).and(weightReady.not()));
    stallDrain.set(stalled.and(activationReady).and(weightReady).and(drainOk.not()));
  }

  /** A pass over fewer tokens than it must last ends with empty cycles. */
  private Bit passEnd(Unsigned tokenReg, Unsigned tileLength) {
    Bit lastToken = tokenReg.plus(1).eq(tileLength);
    if (passCycles == 2) {
      return lastToken.and(tileLength.ne(1)).or(tokenReg.eq(1).and(tileLength.eq(1)));
    }
    Bit isShort = tileLength.lt(unsigned(passCycles, tokenBits));
    return tokenReg.eq(passCycles - 1L).orElse(isShort, lastToken);
  }
}
