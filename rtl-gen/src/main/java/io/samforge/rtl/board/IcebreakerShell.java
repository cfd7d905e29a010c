package io.samforge.rtl.board;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;

/**
 * The top of the iCEBreaker: clock generator, reset, serial line, two lights, and the HLUQ decode
 * unit. Pins are named as on the board's schematic; the lights are on at 0.
 */
public final class IcebreakerShell extends Module {
  /** Bits per second of the serial line. */
  public static final int BAUD = 1_000_000;

  /** Frequency of the logic in MHz. */
  public static final int CLOCK_MHZ = Ice40Pll.MEGAHERTZ;

  /** Creates the top. */
  public IcebreakerShell() {
    this(CLOCK_MHZ * 1_000_000 / BAUD);
  }

  /**
   * Creates the top with a serial line of another speed, for simulations.
   *
   * @param clocksPerBit clock cycles of one bit
   */
  public IcebreakerShell(int clocksPerBit) {
    fixVerilogName("IcebreakerShell");
    Bit oscillator = inputBit("CLK");
    Bit receive = inputBit("RX");
    Bit transmit = outputBit("TX");
    Bit button = inputBit("BTN_N");
    Bit red = outputBit("LEDR_N");
    Bit green = outputBit("LEDG_N");

    Ice40Pll pll = primitive("pll", Ice40Pll::new);
    pll.connect(oscillator);
    Bit clock = wireBit("clock");
    clock.set(pll.output);
    ResetSynchroniser synchroniser =
        clockedBy(clock, () -> instance("reset_synchroniser", ResetSynchroniser::new));
    synchroniser.allow.set(pll.locked.and(button));
    Bit reset = wireBit("clock_reset");
    reset.set(synchroniser.reset);
    DecodeDemo demo =
        clockedBy(
            clock,
            reset,
            () -> instance("demo", () -> new DecodeDemo(clocksPerBit, CLOCK_MHZ * 1_000_000)));
    demo.receive.set(receive);
    transmit.set(demo.transmit);
    red.set(reset.not());
    green.set(demo.enable.not());
  }
}
