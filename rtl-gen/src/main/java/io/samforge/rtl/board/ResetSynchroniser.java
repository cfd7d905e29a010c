package io.samforge.rtl.board;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;

/**
 * Makes the synchronous reset of a board: 1 from power-up until {@value #CYCLES} cycles after
 * {@code allow} became 1, and again as soon as it is 0.
 *
 * <p>{@code allow} may change at any time; two registers against metastability take it in. All
 * registers are 0 from power-up on and have no reset themselves.
 */
final class ResetSynchroniser extends Module {
  static final int CYCLES = 8;

  final Bit allow;
  final Bit reset;

  ResetSynchroniser() {
    allow = inputBit("allow");
    reset = outputBit("reset");
    Bit always = bit(true);
    Bit sampled = delayWhenFromZero("allow_sampled", allow, always).attribute("ASYNC_REG", "TRUE");
    Bit stable = delayWhenFromZero("allow_stable", sampled, always).attribute("ASYNC_REG", "TRUE");
    Bit waited = stable;
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      waited = delayWhenFromZero("waited_" + cycle, waited.and(stable), always);
    }
    reset.set(delayWhenFromZero("running", waited.and(stable), always).not());
  }
}
