package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Cuts regions into AXI4 bursts of at most {@value #MAX_BURST} beats that never cross 4 KiB.
 *
 * <p>Holds one region. A burst is offered in every cycle in which a region is held; a new region is
 * accepted in the cycle after the last burst of the old one was taken.
 */
final class BurstSplitter extends Module {
  static final int MAX_BURST = 32;
  static final int LENGTH_BITS = 6;
  private static final int PAGE = 4096;

  final Region region;
  final Bit burstValid;
  final Bit burstTaken;
  final Unsigned burstAddress;

  /** Beats of the burst, 1..{@value #MAX_BURST}. */
  final Unsigned burstBeats;

  /** The burst is the last one of its region. */
  final Bit burstLast;

  BurstSplitter(int beatBytes) {
    region = Region.of("region", inputs(), outputs());
    burstValid = outputBit("burst_valid");
    burstTaken = inputBit("burst_taken");
    burstAddress = outputUnsigned("burst_address", 32);
    burstBeats = outputUnsigned("burst_beats", LENGTH_BITS);
    burstLast = outputBit("burst_last");

    int byteBits = 31 - Integer.numberOfLeadingZeros(beatBytes);
    int pageBeats = PAGE / beatBytes;
    int pageBits = 31 - Integer.numberOfLeadingZeros(pageBeats);
    Bit held = regBit("held", false);
    Unsigned address = regUnsigned("address_reg", 32, 0);
    Unsigned left = regUnsigned("left_reg", 32, 0);

    Unsigned inPage = address.slice(byteBits, pageBits).unsigned();
    Unsigned toPage = unsigned(pageBeats, pageBits + 1).minus(inPage.extend(pageBits + 1));
    Unsigned beats = wireUnsigned("beats", LENGTH_BITS);
    beats.set(atMostBurst(left, atMostBurst(toPage, unsigned(MAX_BURST, LENGTH_BITS))));
    Bit more = left.slice(LENGTH_BITS, 32 - LENGTH_BITS).any();
    Bit ends = more.not().and(left.truncate(LENGTH_BITS).eq(beats));

    region.ready().set(held.not());
    when(
        region.fire(),
        () -> {
          held.set(bit(true));
          address.set(region.address());
          left.set(region.beats());
        });
    when(
        burstTaken,
        () -> {
          address.set(address.plus(beats.shiftLeft(byteBits).extend(32)));
          left.set(left.minus(beats.extend(32)));
          when(ends, () -> held.set(bit(false)));
        });
    burstValid.set(held);
    burstAddress.set(address);
    burstBeats.set(beats);
    burstLast.set(ends);
  }

  /**
   * Returns the smaller of a count and a limit of at most one burst; only low bits are compared.
   */
  private static Unsigned atMostBurst(Unsigned count, Unsigned limit) {
    int low = LENGTH_BITS - 1;
    Bit reachesBurst = count.slice(low, count.width() - low).any();
    Unsigned rest = count.truncate(low).extend(LENGTH_BITS);
    return limit.orElse(reachesBurst.or(limit.lt(rest)), rest);
  }
}
