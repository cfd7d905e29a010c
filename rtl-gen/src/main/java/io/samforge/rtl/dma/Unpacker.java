package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;

/**
 * Cuts the dense bit stream of a region's beats into units of a fixed width.
 *
 * <p>Behind the last beat of a region no further beat is taken until the consumer releases the
 * region with its last unit; the padding bits are dropped then. Throughput: one beat in or one unit
 * out per cycle, both at once where the widths allow; a unit can leave in the cycle after its last
 * beat came. Reset: empty.
 */
final class Unpacker extends Module {
  final Beats beats;
  final Stream<Bits> units;

  /** The unit that moves in this cycle is the last one of its region. */
  final Bit release;

  Unpacker(int beatBits, int unitBits) {
    int granule = DenseBits.granule(beatBits, unitBits);
    int beatStep = beatBits / granule;
    int unitStep = unitBits / granule;
    int capacity = beatStep + unitStep - 1;
    int levelBits = 32 - Integer.numberOfLeadingZeros(capacity);
    beats = Beats.of("beats", beatBits, inputs(), outputs());
    units = outputStream("units", unitBits);
    release = inputBit("release_region");

    int bufferBits = capacity * granule;
    Bits buffer = regBits("held_bits", bufferBits);
    Unsigned level = regUnsigned("level", levelBits, 0);
    Bit ended = regBit("ended", false);

    Bit available = level.ge(unitStep);
    units.valid().set(available);
    units.payload().set(buffer.slice(0, unitBits));
    Bit taken = units.fire();
    Unsigned kept = wireUnsigned("kept", levelBits);
    kept.set(level.minus(unitStep).orElse(taken, level));
    beats.ready().set(ended.not().and(kept.lt(unitStep)));
    Bit accepted = beats.fire();

    Bits shifted = wireBits("shifted", bufferBits);
    shifted.set(DenseBits.dropLow(buffer, unitBits).orElse(taken, buffer));
    buffer.set(
        DenseBits.append(shifted, beats.data(), kept, unitStep, granule).orElse(accepted, shifted));
    level.set(kept.plus(beatStep).orElse(accepted, kept));
    when(accepted.and(beats.last()), () -> ended.set(bit(true)));
    when(
        taken.and(release),
        () -> {
          ended.set(bit(false));
          level.set(unsigned(0, levelBits));
        });
  }
}
