package io.samforge.rtl.board;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Primitive;

/**
 * The clock generator of Lattice iCE40, from an oscillator of 12 MHz on its own pin to 24 MHz: 12
 * MHz x 64 = 768 MHz inside, divided by 2^5. The filter range is the one that {@code icepll} of
 * Project IceStorm gives.
 */
final class Ice40Pll extends Primitive {
  /** Frequency of {@link #output}. */
  static final int MEGAHERTZ = 24;

  /** The clock pin. */
  final Bit pin;

  /** The clock that is made. */
  final Bit output;

  /** 1 when the clock is stable. */
  final Bit locked;

  private final Bit running;
  private final Bit bypass;

  /** Creates the generator. */
  Ice40Pll() {
    super("SB_PLL40_PAD");
    parameter("FEEDBACK_PATH", "SIMPLE");
    parameter("DIVR", 0);
    parameter("DIVF", 63);
    parameter("DIVQ", 5);
    parameter("FILTER_RANGE", 1);
    pin = input("PACKAGEPIN");
    running = input("RESETB");
    bypass = input("BYPASS");
    output = output("PLLOUTGLOBAL");
    locked = output("LOCK");
  }

  /** Connects the inputs; called in the parent. */
  void connect(Bit oscillator) {
    pin.set(oscillator);
    running.set(Module.bit(true));
    bypass.set(Module.bit(false));
  }
}
