package io.samforge.rtl.gemm;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Two banks of T partial sums: one accumulates while the other drains.
 *
 * <p>A sum that is read in one cycle is added to and written in the next, so a token may come back
 * after two cycles. Shared by the output lanes (signed sums) and the row-sum lane (unsigned sums).
 */
final class PartialSums extends Module {
  private PartialSums() {}

  /**
   * Builds the banks inside the calling module.
   *
   * @param control the shared control signals
   * @param scaled the value to accumulate, as wide as the partial sum
   * @param ofBits turns a memory word into a number
   * @param add the modular addition
   * @param prefix put in front of the names of the memories
   * @return the word read for draining
   */
  static <S extends Signal<S>> S build(
      LaneControl control,
      S scaled,
      int depth,
      Function<Bits, S> ofBits,
      BinaryOperator<S> add,
      String prefix) {
    List<Memory> banks = new ArrayList<>();
    List<S> reads = new ArrayList<>();
    for (int bank = 0; bank < 2; bank++) {
      Memory memory = memory(prefix + "partial_sums_" + bank, scaled.width(), depth);
      banks.add(memory);
      reads.add(
          ofBits.apply(
              memory.readSync(control.readAddress().get(bank), control.readEnable().get(bank))));
    }
    S previous = reads.get(1).orElse(control.accumulateBank(), reads.get(0));
    S sum = scaled.orElse(control.first(), add.apply(previous, scaled));
    for (int bank = 0; bank < 2; bank++) {
      Bit here = bank == 1 ? control.accumulateBank() : control.accumulateBank().not();
      banks.get(bank).write(control.writeAddress(), sum.bits(), control.write().and(here));
    }
    return reads.get(1).orElse(control.drainBank(), reads.get(0));
  }
}
