package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;

/**
 * One reader of device memory: regions in, their beats out, in order.
 *
 * <p>A burst is requested only when its beats have room, so returned beats are never refused and
 * readers cannot block each other. Room for {@code depth} beats covers a memory latency of about
 * depth - {@value BurstSplitter#MAX_BURST} cycles at full rate.
 */
final class ReadChannel extends Module {
  final Region region;
  final Bit requestValid;
  final Bit requestTaken;
  final Unsigned requestAddress;
  final Unsigned requestBeats;
  final Bit requestLast;

  /** A returned beat. */
  final Bit arrived;

  final Bits arrivedData;

  /** The returned beat ends a region. */
  final Bit arrivedLast;

  final Beats beats;

  /** 1 while a region or beats are inside. */
  final Bit busy;

  ReadChannel(int beatBits, int depth) {
    int countBits = 32 - Integer.numberOfLeadingZeros(depth);
    region = Region.of("region", inputs(), outputs());
    requestValid = outputBit("request_valid");
    requestTaken = inputBit("request_taken");
    requestAddress = outputUnsigned("request_address", 32);
    requestBeats = outputUnsigned("request_beats", BurstSplitter.LENGTH_BITS);
    requestLast = outputBit("request_last");
    arrived = inputBit("arrived");
    arrivedData = inputBits("arrived_data", beatBits);
    arrivedLast = inputBit("arrived_last");
    beats = Beats.of("beats", beatBits, outputs(), inputs());
    busy = outputBit("busy");

    BurstSplitter splitter = instance("splitter", () -> new BurstSplitter(beatBits / 8));
    splitter.region.connectFrom(region);
    Unsigned reserved = regUnsigned("reserved", countBits, 0);
    requestValid.set(splitter.burstValid.and(reserved.lt(depth - BurstSplitter.MAX_BURST + 1L)));
    splitter.burstTaken.set(requestTaken);
    requestAddress.set(splitter.burstAddress);
    requestBeats.set(splitter.burstBeats);
    requestLast.set(splitter.burstLast);

    BeatFifo fifo = instance("fifo", () -> new BeatFifo(beatBits + 1, depth));
    Stream<Bits> push = fifo.push;
    push.valid().set(arrived);
    push.payload().set(arrivedLast.bits().concat(arrivedData));
    beats.valid().set(fifo.pop.valid());
    beats.data().set(fifo.pop.payload().slice(0, beatBits));
    beats.last().set(fifo.pop.payload().bit(beatBits));
    fifo.pop.ready().set(beats.ready());

    // Every requested beat has room: the queue cannot refuse it.
    unused("push_ready", fifo.push.ready());
    unused("count", fifo.count);

    Unsigned zero = unsigned(0, countBits);
    Unsigned added = requestBeats.extend(countBits).orElse(requestTaken, zero);
    reserved.set(reserved.plus(added).minus(beats.fire().unsigned(countBits)));
    busy.set(splitter.burstValid.or(reserved.ne(0)));
  }
}
