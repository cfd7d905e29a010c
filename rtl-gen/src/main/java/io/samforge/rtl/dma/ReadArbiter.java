package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shares the AXI4 read channels between the readers: commands first, then weights and activations
 * in turn, weights first after a command, so a program takes the same cycles whatever ran before.
 *
 * <p>Requests carry one ID and return in order; a queue of {@value #OUTSTANDING} entries remembers
 * whose beats come next. A granted request is on the bus in the next cycle.
 */
final class ReadArbiter extends Module {
  static final int CLIENTS = 3;
  static final int COMMAND = 0;
  static final int WEIGHT = 1;
  static final int ACTIVATION = 2;
  static final int OUTSTANDING = 16;

  final List<Bit> requestValid;
  final List<Bit> requestTaken;
  final List<Unsigned> requestAddress;
  final List<Unsigned> requestBeats;
  final List<Bit> requestLast;
  final List<Bit> arrived;
  final Bit arrivedLast;

  final Bit arvalid;
  final Bit arready;
  final Unsigned araddr;
  final Unsigned arlen;
  final Bit rvalid;
  final Bit rlast;

  ReadArbiter() {
    requestValid = each(i -> inputBit("request_valid_" + i));
    requestTaken = each(i -> outputBit("request_taken_" + i));
    requestAddress = each(i -> inputUnsigned("request_address_" + i, 32));
    requestBeats = each(i -> inputUnsigned("request_beats_" + i, BurstSplitter.LENGTH_BITS));
    requestLast = each(i -> inputBit("request_last_" + i));
    arrived = each(i -> outputBit("arrived_" + i));
    arrivedLast = outputBit("arrived_last");
    arvalid = outputBit("arvalid");
    arready = inputBit("arready");
    araddr = outputUnsigned("araddr", 32);
    arlen = outputUnsigned("arlen", 8);
    rvalid = inputBit("rvalid");
    rlast = inputBit("rlast");

    BeatFifo owners = instance("owners", () -> new BeatFifo(3, OUTSTANDING));
    Bit requested = regBit("requested", false);
    Unsigned address = regUnsigned("address", 32, 0);
    Unsigned length = regUnsigned("length", 8, 0);
    Bit weightWasLast = regBit("weight_was_last", false);

    Bit room = requested.not().or(arready).and(owners.push.ready());
    Bit command = requestValid.get(COMMAND);
    Bit weight = requestValid.get(WEIGHT);
    Bit activation = requestValid.get(ACTIVATION);
    Bit preferActivation = activation.and(weightWasLast.or(weight.not()));
    List<Bit> grant =
        List.of(
            room.and(command),
            room.and(command.not()).and(weight).and(preferActivation.not()),
            room.and(command.not()).and(preferActivation));
    Bit any = grant.get(0).or(grant.get(1)).or(grant.get(2));
    for (int i = 0; i < CLIENTS; i++) {
      requestTaken.get(i).set(grant.get(i));
    }
    Unsigned chosenAddress = choose(grant, requestAddress);
    Unsigned chosenBeats = choose(grant, requestBeats);
    Bit chosenLast = choose(grant, requestLast);
    when(requested.and(arready), () -> requested.set(bit(false)));
    when(
        any,
        () -> {
          requested.set(bit(true));
          address.set(chosenAddress);
          length.set(chosenBeats.minus(1).extend(8));
        });
    when(grant.get(WEIGHT), () -> weightWasLast.set(bit(true)))
        .elseWhen(any, () -> weightWasLast.set(bit(false)));
    pushOwner(owners.push, any, grant, chosenLast);
    arvalid.set(requested);
    araddr.set(address);
    arlen.set(length);

    Bits owner = owners.pop.payload();
    for (int i = 0; i < CLIENTS; i++) {
      arrived.get(i).set(rvalid.and(owner.slice(0, 2).unsigned().eq(i)));
    }
    arrivedLast.set(rlast.and(owner.bit(2)));
    owners.pop.ready().set(rvalid.and(rlast));
    // A beat arrives only for a request whose owner waits, so the queue is not empty then.
    unused("owners_valid", owners.pop.valid());
    unused("owners_count", owners.count);
  }

  private static void pushOwner(Stream<Bits> push, Bit any, List<Bit> grant, Bit last) {
    Bits index = grant.get(ACTIVATION).bits().concat(grant.get(WEIGHT).bits());
    push.valid().set(any);
    push.payload().set(last.bits().concat(index));
  }

  private static <S extends io.samforge.hdl.Signal<S>> S choose(List<Bit> grant, List<S> values) {
    return values
        .get(ACTIVATION)
        .orElse(
            grant.get(ACTIVATION),
            values.get(WEIGHT).orElse(grant.get(WEIGHT), values.get(COMMAND)));
  }

  private static <T> List<T> each(java.util.function.IntFunction<T> port) {
    return IntStream.range(0, CLIENTS).mapToObj(port).toList();
  }
}
