package io.samforge.rtl.gemm;

import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signal;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Builds a pipelined tree that sums terms in n = ceil(log2 terms) levels, with a register behind
 * every second level and one behind the last. The last of an odd number of terms passes its level.
 *
 * <p>Latency: {@code ceil(n / 2)} cycles ({@link #latency}); one sum per cycle. Registers of stage
 * i load only where {@code enables.get(i)} is 1, so a path that rests costs neither power nor
 * simulation time.
 */
final class AdderTree extends Module {
  private AdderTree() {}

  /** Returns the number of register stages for some terms. */
  static int latency(int terms) {
    return (Widths.ceilLog2(terms) + 1) / 2;
  }

  static Signed sumSigned(String name, List<Signed> terms, List<Bit> enables) {
    return sum(name, terms, enables, Signed::plusWide);
  }

  static Unsigned sumUnsigned(String name, List<Unsigned> terms, List<Bit> enables) {
    return sum(name, terms, enables, Unsigned::plusWide);
  }

  private static <S extends Signal<S>> S sum(
      String name, List<S> terms, List<Bit> enables, BinaryOperator<S> add) {
    List<S> level = terms;
    int levels = Widths.ceilLog2(terms.size());
    for (int depth = 0; depth < levels; depth++) {
      boolean last = depth == levels - 1;
      List<S> next = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        S first = level.get(i);
        S sum = i + 1 < level.size() ? add.apply(first, level.get(i + 1)) : first;
        String register = name + "_" + depth + "_" + i / 2;
        Bit enable = enables.get(depth / 2);
        if (last) {
          // A path that no layer has used yet is multiplied by 0, and in a simulator that knows
          // unknown bits 0 times unknown is unknown.
          next.add(delayWhenFromZero(register, sum, enable));
        } else {
          next.add(depth % 2 == 1 ? delayWhen(register, sum, enable) : sum);
        }
      }
      level = next;
    }
    return level.get(0);
  }
}
