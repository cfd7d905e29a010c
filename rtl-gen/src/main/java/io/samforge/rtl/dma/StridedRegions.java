package io.samforge.rtl.dma;

import static io.samforge.rtl.LayerSettings.COUNT_BITS;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Lists the regions of a blocked activation tensor: for each token tile, for each block, the tile's
 * part of the block.
 *
 * <p>address = base + tile * tileBeats + block * blockStride, in beats behind the base. One region
 * at a time; after {@code start} the first is offered in the next cycle.
 */
final class StridedRegions extends Module {
  final Bit start;
  final Unsigned base;
  final Unsigned tiles;
  final Unsigned blocks;
  final Unsigned blockStride;
  final Unsigned tileBeats;
  final Unsigned lastTileBeats;
  final Region region;

  /** 1 while regions remain. */
  final Bit busy;

  StridedRegions(int beatBytes) {
    start = inputBit("start");
    base = inputUnsigned("base", 32);
    tiles = inputUnsigned("tiles", COUNT_BITS);
    blocks = inputUnsigned("blocks", COUNT_BITS);
    blockStride = inputUnsigned("block_stride", 32);
    tileBeats = inputUnsigned("tile_beats", 32);
    lastTileBeats = inputUnsigned("last_tile_beats", 32);
    region = Region.of("region", outputs(), inputs());
    busy = outputBit("busy");

    int shift = 31 - Integer.numberOfLeadingZeros(beatBytes);
    Bit active = regBit("active", false);
    Unsigned tile = regUnsigned("tile", COUNT_BITS, 0);
    Unsigned block = regUnsigned("block_index", COUNT_BITS, 0);
    Unsigned tileAddress = regUnsigned("tile_address", 32, 0);
    Unsigned address = regUnsigned("address", 32, 0);
    Bit lastTile = tile.eq(tiles.minus(1));
    Bit lastBlock = block.eq(blocks.minus(1));
    Unsigned nextTile = tileAddress.plus(tileBeats.shiftLeft(shift).truncate(32));

    when(
        start,
        () -> {
          active.set(bit(true));
          tile.set(unsigned(0, COUNT_BITS));
          block.set(unsigned(0, COUNT_BITS));
          tileAddress.set(base);
          address.set(base);
        });
    when(
        region.fire(),
        () -> {
          block.set(block.plus(1));
          address.set(address.plus(blockStride.shiftLeft(shift).truncate(32)));
          when(
              lastBlock,
              () -> {
                block.set(unsigned(0, COUNT_BITS));
                tile.set(tile.plus(1));
                tileAddress.set(nextTile);
                address.set(nextTile);
                when(lastTile, () -> active.set(bit(false)));
              });
        });
    region.valid().set(active);
    region.address().set(address);
    region.beats().set(lastTileBeats.orElse(lastTile, tileBeats));
    busy.set(active);
  }
}
