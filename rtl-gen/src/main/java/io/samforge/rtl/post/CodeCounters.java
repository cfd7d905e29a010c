package io.samforge.rtl.post;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Counts the codes of a layer, and how many of them are the lowest and the highest: what a
 * quantiser does with values outside of its range shows there.
 *
 * <p>Takes Pp codes in every cycle and never stalls; a code is counted two cycles after it is
 * there. Counters are 32 bits and wrap; {@link #clear} sets them to 0. Golden counterpart {@code
 * io.samforge.arch.golden.CodeEnds}; covered by {@code BitExactTest}, which compares them for every
 * layer.
 */
final class CodeCounters extends Module {
  private static final int COUNTER_BITS = 32;

  /** 1 sets the counters to 0. */
  final Bit clear;

  /** 1 where the codes are there. */
  final Bit valid;

  final List<Unsigned> codes;

  /** 1 for the codes of channels that exist. */
  final List<Bit> active;

  final Unsigned lowest;
  final Unsigned highest;
  final Unsigned counted;

  private final int hitBits;

  CodeCounters(AcceleratorConfig config) {
    int lanes = config.postLanes();
    hitBits = Integer.SIZE - Integer.numberOfLeadingZeros(lanes);
    clear = inputBit("clear");
    valid = inputBit("valid");
    codes =
        IntStream.range(0, lanes)
            .mapToObj(i -> inputUnsigned("code_" + i, config.activationBits()))
            .toList();
    active = IntStream.range(0, lanes).mapToObj(i -> inputBit("active_" + i)).toList();
    lowest = counter("lowest", code -> code.eq(0));
    highest = counter("highest", code -> code.eq(config.codes() - 1L));
    counted = counter("counted", code -> bit(true));
  }

  private Unsigned counter(String name, Function<Unsigned, Bit> hit) {
    List<Unsigned> ones = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      ones.add(valid.and(active.get(i)).and(hit.apply(codes.get(i))).unsigned(hitBits));
    }
    Unsigned hits = delay(name + "_hits", sum(ones));
    Unsigned count = regUnsigned(name + "_count", COUNTER_BITS, 0);
    when(clear, () -> count.set(unsigned(0, COUNTER_BITS)))
        .elseWhen(bit(true), () -> count.set(count.plus(hits.extend(COUNTER_BITS))));
    Unsigned port = outputUnsigned(name, COUNTER_BITS);
    port.set(count);
    return port;
  }

  private static Unsigned sum(List<Unsigned> terms) {
    if (terms.size() == 1) {
      return terms.get(0);
    }
    int half = terms.size() / 2;
    return sum(terms.subList(0, half)).plus(sum(terms.subList(half, terms.size())));
  }
}
