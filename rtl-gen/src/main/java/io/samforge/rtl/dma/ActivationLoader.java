package io.samforge.rtl.dma;

import static io.samforge.rtl.LayerSettings.COUNT_BITS;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.LayerSettings;
import io.samforge.rtl.gemm.ActivationWrite;
import java.util.List;

/**
 * Fills the activation banks in turn from the beats of a blocked tensor.
 *
 * <p>Word address = chunk * tileTokens + token. Where M >= K a token's M codes become M/K words of
 * consecutive chunks; where K > M they become one part of a word, or parts of two words where M
 * does not divide K. One unit of min(K, M) codes per cycle while the bank is free.
 */
public final class ActivationLoader extends Module {
  final Unsigned tiles;
  final Unsigned tileTokens;
  final Unsigned lastTileTokens;
  final Unsigned inBlocks;
  final Bit start;
  final Beats beats;

  /** 1 where a bank may be filled. */
  final List<Bit> free;

  final ActivationWrite write;

  private final AcceleratorConfig config;

  ActivationLoader(AcceleratorConfig config) {
    this.config = config;
    int tokenBits = LayerSettings.tokenCountBits(config);
    tiles = inputUnsigned("tiles", COUNT_BITS);
    tileTokens = inputUnsigned("tile_tokens", tokenBits);
    lastTileTokens = inputUnsigned("last_tile_tokens", tokenBits);
    inBlocks = inputUnsigned("in_blocks", COUNT_BITS);
    start = inputBit("start");
    beats = Beats.of("beats", config.axiDataWidth(), inputs(), outputs());
    free = List.of(inputBit("free_0"), inputBit("free_1"));
    write = ActivationWrite.of(config, outputs());

    Unpacker unpacker =
        instance(
            "unpacker",
            () -> new Unpacker(config.axiDataWidth(), ActivationWrite.unitBits(config)));
    unpacker.beats.connectFrom(beats);
    Bit bank = regBit("bank", false);
    unpacker.units.ready().set(free.get(1).orElse(bank, free.get(0)));
    write.write().set(unpacker.units.fire());
    write.bank().set(bank);
    write.data().set(unpacker.units.payload());
    if (config.hasSplitWords()) {
      countRows(unpacker, bank);
    } else {
      count(unpacker, bank);
    }
  }

  /** Counts rows of M codes that begin at any part of a word. */
  private void countRows(Unpacker unpacker, Bit bank) {
    int addressBits = write.address().width();
    int partBits = write.part().width();
    int parts = config.reductionLanes() / config.slotUnit();
    int rowParts = config.outputLanes() / config.slotUnit();
    Unsigned tile = regUnsigned("tile", COUNT_BITS, 0);
    Unsigned block = regUnsigned("block_index", COUNT_BITS, 0);
    Unsigned token = regUnsigned("token", tileTokens.width(), 0);
    Unsigned part = regUnsigned("part", partBits, 0);
    Unsigned base = regUnsigned("block_base", addressBits, 0);

    Unsigned length = lastTileTokens.orElse(tile.eq(tiles.minus(1)), tileTokens);
    Bit lastOfBlock = token.plus(1).eq(length);
    Bit lastBlock = block.eq(inBlocks.minus(1));
    Unsigned nextBase = base.plus(address(length));
    Unsigned behind = part.plusWide(unsigned(rowParts, partBits));
    Bit leavesWord = behind.ge(parts);
    Unsigned nextPart = behind.minus(parts).orElse(leavesWord, behind).truncate(partBits);

    when(unpacker.units.fire(), () -> token.set(token.plus(1)));
    Bit blockEnd = unpacker.units.fire().and(lastOfBlock);
    when(
        blockEnd,
        () -> {
          token.set(unsigned(0, token.width()));
          block.set(unsigned(0, COUNT_BITS).orElse(lastBlock, block.plus(1)));
          part.set(unsigned(0, partBits).orElse(lastBlock, nextPart));
          Unsigned following = nextBase.orElse(leavesWord, base);
          base.set(unsigned(0, addressBits).orElse(lastBlock, following));
        });
    when(
        blockEnd.and(lastBlock),
        () -> {
          tile.set(tile.plus(1));
          bank.set(bank.not());
        });
    when(start, () -> tile.set(unsigned(0, COUNT_BITS)));
    unpacker.release.set(lastOfBlock);
    write.address().set(base.plus(address(token)));
    write.next().set(nextBase.plus(address(token)));
    write.part().set(part);
    write.filled().set(blockEnd.and(lastBlock));
  }

  /** Returns a number of tokens as a difference of addresses, which wrap like them. */
  private Unsigned address(Unsigned count) {
    int bits = write.address().width();
    return count.extend(Math.max(bits, count.width())).truncate(bits);
  }

  private void count(Unpacker unpacker, Bit bank) {
    int addressBits = write.address().width();
    int wordsPerToken = Math.max(1, config.outputLanes() / config.reductionLanes());
    int parts = Math.max(1, config.reductionLanes() / config.outputLanes());
    int tokenBits = tileTokens.width();
    int subBits = 32 - Integer.numberOfLeadingZeros(Math.max(1, wordsPerToken - 1));
    Unsigned tile = regUnsigned("tile", COUNT_BITS, 0);
    Unsigned block = regUnsigned("block_index", COUNT_BITS, 0);
    Unsigned token = regUnsigned("token", tokenBits, 0);
    Unsigned sub = regUnsigned("sub", subBits, 0);
    Unsigned part = regUnsigned("part", write.part().width(), 0);
    Unsigned blockBase = regUnsigned("block_base", addressBits, 0);
    Unsigned address = regUnsigned("address", addressBits, 0);

    Bit lastTile = tile.eq(tiles.minus(1));
    Unsigned length = lastTileTokens.orElse(lastTile, tileTokens);
    Unsigned stride = length.extend(Math.max(addressBits, tokenBits)).truncate(addressBits);
    Bit lastSub = sub.eq(wordsPerToken - 1L);
    Bit lastOfBlock = lastSub.and(token.plus(1).eq(length));
    Bit lastPart = part.eq(parts - 1L);
    Bit lastBlock = block.eq(inBlocks.minus(1));
    Unsigned nextToken =
        blockBase.plus(
            token.plus(1).extend(Math.max(addressBits, tokenBits)).truncate(addressBits));
    Unsigned zeroAddress = unsigned(0, addressBits);

    when(
        unpacker.units.fire(),
        () -> {
          sub.set(unsigned(0, subBits).orElse(lastSub, sub.plus(wordsPerToken == 1 ? 0 : 1)));
          address.set(nextToken.orElse(lastSub, address.plus(stride)));
          when(lastSub, () -> token.set(token.plus(1)));
          when(
              lastOfBlock,
              () -> {
                token.set(unsigned(0, tokenBits));
                block.set(block.plus(1));
                part.set(unsigned(0, part.width()).orElse(lastPart, part.plus(parts == 1 ? 0 : 1)));
                // The last word of a block of whole words is followed by the next block's first.
                Unsigned next = address.plus(1).orElse(lastPart, blockBase);
                blockBase.set(next);
                address.set(next);
                when(
                    lastBlock,
                    () -> {
                      block.set(unsigned(0, COUNT_BITS));
                      part.set(unsigned(0, part.width()));
                      blockBase.set(zeroAddress);
                      address.set(zeroAddress);
                      tile.set(tile.plus(1));
                      bank.set(bank.not());
                    });
              });
        });
    when(start, () -> tile.set(unsigned(0, COUNT_BITS)));
    unpacker.release.set(lastOfBlock);
    write.address().set(address);
    write.part().set(part);
    write.filled().set(unpacker.units.fire().and(lastOfBlock).and(lastBlock));
  }
}
