package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;

/**
 * Packs units of a fixed width into a dense bit stream of beats; behind a last unit the open beat
 * is padded with zeros and sent.
 *
 * <p>Throughput: one unit in or one beat out per cycle, both at once where the widths allow. No
 * unit is taken while a padded end waits. Reset: empty.
 */
public final class Packer extends Module {
  public final Stream<Bits> units;

  /** The offered unit is the last one of its region. */
  public final Bit unitLast;

  public final Stream<Bits> beats;

  /** Creates a packer. */
  public Packer(int unitBits, int beatBits) {
    int granule = DenseBits.granule(beatBits, unitBits);
    int beatStep = beatBits / granule;
    int unitStep = unitBits / granule;
    int capacity = beatStep + unitStep - 1;
    int levelBits = 32 - Integer.numberOfLeadingZeros(capacity);
    units = inputStream("units", unitBits);
    unitLast = inputBit("unit_last");
    beats = outputStream("beats", beatBits);

    int bufferBits = capacity * granule;
    Bits buffer = regBits("held_bits", bufferBits);
    Unsigned level = regUnsigned("level", levelBits, 0);
    Bit flushing = regBit("flushing", false);

    Bit whole = level.ge(beatStep);
    beats.valid().set(whole.or(flushing));
    beats.payload().set(buffer.slice(0, beatBits));
    Bit sent = beats.fire();
    Unsigned afterBeat = level.minus(beatStep).orElse(whole, unsigned(0, levelBits));
    Unsigned kept = wireUnsigned("kept", levelBits);
    kept.set(afterBeat.orElse(sent, level));
    units.ready().set(flushing.not().and(kept.lt(beatStep)));
    Bit accepted = units.fire();

    Bits shifted = wireBits("shifted", bufferBits);
    shifted.set(DenseBits.dropLow(buffer, beatBits).orElse(sent, buffer));
    buffer.set(
        DenseBits.append(shifted, units.payload(), kept, beatStep, granule)
            .orElse(accepted, shifted));
    level.set(kept.plus(unitStep).orElse(accepted, kept));
    when(accepted.and(unitLast), () -> flushing.set(bit(true)));
    Bit lastBeat = whole.not().or(level.eq(beatStep));
    when(sent.and(flushing).and(lastBeat), () -> flushing.set(bit(false)));
  }
}
