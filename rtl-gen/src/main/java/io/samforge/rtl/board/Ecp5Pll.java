package io.samforge.rtl.board;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Primitive;
import java.util.List;

/**
 * The clock generator of Lattice ECP5 behind an oscillator of 25 MHz. The parameters are those that
 * {@code ecppll} of Project Trellis computes; the oscillator inside runs at 600 MHz.
 */
final class Ecp5Pll extends Primitive {
  private static final int INPUT_MHZ = 25;
  private static final int INNER_MHZ = 600;

  /** The frequencies that can be made. */
  static final String ALLOWED = "25, 50, 75, 100, 150, 200, 300";

  /** The clock of the board. */
  final Bit input;

  /** The clock that is made. */
  final Bit output;

  /** 1 when the clock is stable. */
  final Bit locked;

  private final Bit feedback;
  private final List<Bit> low;

  /**
   * Creates the generator.
   *
   * @param megahertz the clock to make: a multiple of 25 that divides 600
   */
  Ecp5Pll(int megahertz) {
    super("EHXPLLL");
    if (!makes(megahertz)) {
      throw new IllegalArgumentException("clock of " + megahertz + " MHz; allowed: " + ALLOWED);
    }
    int divider = INNER_MHZ / megahertz;
    note("FREQUENCY_PIN_CLKI", Integer.toString(INPUT_MHZ));
    note("FREQUENCY_PIN_CLKOP", Integer.toString(megahertz));
    note("ICP_CURRENT", "12");
    note("LPF_RESISTOR", "8");
    note("MFG_ENABLE_FILTEROPAMP", "1");
    note("MFG_GMCREF_SEL", "2");
    List.of("PLLRST_ENA", "INTFB_WAKE", "STDBY_ENABLE", "DPHASE_SOURCE")
        .forEach(option -> parameter(option, "DISABLED"));
    parameter("CLKOP_ENABLE", "ENABLED");
    parameter("OUTDIVIDER_MUXA", "DIVA");
    parameter("FEEDBK_PATH", "CLKOP");
    parameter("CLKI_DIV", 1);
    parameter("CLKFB_DIV", megahertz / INPUT_MHZ);
    parameter("CLKOP_DIV", divider);
    parameter("CLKOP_CPHASE", divider / 2 - 1);
    parameter("CLKOP_FPHASE", 0);
    input = input("CLKI");
    feedback = input("CLKFB");
    low =
        List.of("RST", "STDBY", "PHASESEL0", "PHASESEL1", "PLLWAKESYNC", "ENCLKOP").stream()
            .map(this::input)
            .toList();
    output = output("CLKOP");
    locked = output("LOCK");
  }

  /** Returns whether a frequency can be made. */
  static boolean makes(int megahertz) {
    return megahertz >= INPUT_MHZ
        && megahertz <= INNER_MHZ / 2
        && megahertz % INPUT_MHZ == 0
        && INNER_MHZ % megahertz == 0;
  }

  /** Closes the feedback loop and ties the inputs that are not used; called in the parent. */
  void connect(Bit oscillator) {
    input.set(oscillator);
    feedback.set(output);
    low.forEach(unused -> unused.set(Module.bit(false)));
  }
}
