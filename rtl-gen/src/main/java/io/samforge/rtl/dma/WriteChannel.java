package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;

/**
 * The writer of device memory: regions and a stream of beats in, AXI4 bursts out.
 *
 * <p>A burst starts when all its beats wait in the queue, so it never stalls the bus; the address
 * of the next burst follows the last beat of the one before. Reset: idle.
 */
final class WriteChannel extends Module {
  static final int DEPTH = 64;
  private static final int OUTSTANDING_BITS = 8;

  final Region region;
  final Stream<Bits> beats;

  final Bit awvalid;
  final Bit awready;
  final Unsigned awaddr;
  final Unsigned awlen;
  final Bit wvalid;
  final Bit wready;
  final Bits wdata;
  final Bit wlast;
  final Bit bvalid;

  /** 1 while a region is unfinished or a response is outstanding. */
  final Bit busy;

  WriteChannel(int beatBits) {
    region = Region.of("region", inputs(), outputs());
    beats = inputStream("beats", beatBits);
    awvalid = outputBit("awvalid");
    awready = inputBit("awready");
    awaddr = outputUnsigned("awaddr", 32);
    awlen = outputUnsigned("awlen", 8);
    wvalid = outputBit("wvalid");
    wready = inputBit("wready");
    wdata = outputBits("wdata", beatBits);
    wlast = outputBit("wlast");
    bvalid = inputBit("bvalid");
    busy = outputBit("busy");

    BurstSplitter splitter = instance("splitter", () -> new BurstSplitter(beatBits / 8));
    splitter.region.connectFrom(region);
    BeatFifo fifo = instance("fifo", () -> new BeatFifo(beatBits, DEPTH));
    fifo.push.connectFrom(beats);

    Bit addressed = regBit("addressed", false);
    Unsigned address = regUnsigned("address", 32, 0);
    Unsigned length = regUnsigned("length", 8, 0);
    Unsigned left = regUnsigned("beats_left", BurstSplitter.LENGTH_BITS, 0);
    Unsigned outstanding = regUnsigned("outstanding", OUTSTANDING_BITS, 0);

    Bit sending = left.ne(0);
    Bit sent = sending.and(wready);
    Bit idle = sending.not().and(addressed.not().or(awready));
    Bit complete = fifo.count.ge(splitter.burstBeats.extend(fifo.count.width()));
    Bit slots = outstanding.ne((1L << OUTSTANDING_BITS) - 1);
    Bit begin = splitter.burstValid.and(idle).and(complete).and(slots);
    splitter.burstTaken.set(begin);
    when(addressed.and(awready), () -> addressed.set(bit(false)));
    when(sent, () -> left.set(left.minus(1)));
    when(
        begin,
        () -> {
          addressed.set(bit(true));
          address.set(splitter.burstAddress);
          length.set(splitter.burstBeats.minus(1).extend(8));
          left.set(splitter.burstBeats);
        });
    outstanding.set(
        outstanding
            .plus(begin.unsigned(OUTSTANDING_BITS))
            .minus(bvalid.unsigned(OUTSTANDING_BITS)));

    awvalid.set(addressed);
    awaddr.set(address);
    awlen.set(length);
    wvalid.set(sending);
    wdata.set(fifo.pop.payload());
    wlast.set(left.eq(1));
    fifo.pop.ready().set(sent);
    // A burst begins when all its beats are there, and nothing follows the last one of a region.
    unused("pop_valid", fifo.pop.valid());
    unused("burst_last", splitter.burstLast);
    busy.set(splitter.burstValid.or(outstanding.ne(0)));
  }
}
