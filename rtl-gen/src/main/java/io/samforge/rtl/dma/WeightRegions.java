package io.samforge.rtl.dma;

import static io.samforge.rtl.LayerSettings.COUNT_BITS;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Lists the regions of a layer's weight stream: for each token tile, for each output tile, the
 * parameter records and then the weights; the stream repeats for every token tile.
 */
final class WeightRegions extends Module {
  final Bit start;
  final Unsigned base;
  final Unsigned tiles;
  final Unsigned outTiles;
  final Unsigned weightBeats;
  final Region region;

  /** 1 while regions remain. */
  final Bit busy;

  WeightRegions(int beatBytes, int parameterBeats) {
    start = inputBit("start");
    base = inputUnsigned("base", 32);
    tiles = inputUnsigned("tiles", COUNT_BITS);
    outTiles = inputUnsigned("out_tiles", COUNT_BITS);
    weightBeats = inputUnsigned("weight_beats", 32);
    region = Region.of("region", outputs(), inputs());
    busy = outputBit("busy");

    int shift = 31 - Integer.numberOfLeadingZeros(beatBytes);
    Bit active = regBit("active", false);
    Bit weights = regBit("weights", false);
    Unsigned tile = regUnsigned("tile", COUNT_BITS, 0);
    Unsigned outTile = regUnsigned("out_tile", COUNT_BITS, 0);
    Unsigned address = regUnsigned("address", 32, 0);
    Unsigned beats = weightBeats.orElse(weights, unsigned(parameterBeats, 32));
    Bit lastTile = tile.eq(tiles.minus(1));
    Bit lastOutTile = outTile.eq(outTiles.minus(1));

    when(
        start,
        () -> {
          active.set(bit(true));
          weights.set(bit(false));
          tile.set(unsigned(0, COUNT_BITS));
          outTile.set(unsigned(0, COUNT_BITS));
          address.set(base);
        });
    when(
        region.fire(),
        () -> {
          weights.set(weights.not());
          address.set(address.plus(beats.shiftLeft(shift).truncate(32)));
          when(
              weights,
              () -> {
                outTile.set(outTile.plus(1));
                when(
                    lastOutTile,
                    () -> {
                      outTile.set(unsigned(0, COUNT_BITS));
                      address.set(base);
                      tile.set(tile.plus(1));
                      when(lastTile, () -> active.set(bit(false)));
                    });
              });
        });
    region.valid().set(active);
    region.address().set(address);
    region.beats().set(beats);
    busy.set(active);
  }
}
