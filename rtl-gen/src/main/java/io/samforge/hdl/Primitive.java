package io.samforge.hdl;

import spinal.core.BlackBox;
import spinal.core.ClockDomain$;

/**
 * A primitive of an FPGA family, such as a clock generator: only its ports and parameters are
 * known. Its name and its ports keep the vendor's names.
 */
public abstract class Primitive extends BlackBox {

  /**
   * Creates the instance.
   *
   * @param verilogName the vendor's name
   */
  protected Primitive(String verilogName) {
    setDefinitionName(verilogName, true);
  }

  /** Declares an input of one bit. */
  protected final Bit input(String name) {
    return PortDeclarer.INPUTS.bit(name);
  }

  /** Declares an input of several bits. */
  protected final Bits input(String name, int width) {
    return PortDeclarer.INPUTS.bits(name, width);
  }

  /** Declares an output of several bits. */
  protected final Bits output(String name, int width) {
    return PortDeclarer.OUTPUTS.bits(name, width);
  }

  /** Declares the clock input, which takes the clock of the surrounding module. */
  protected final void clock(String name) {
    mapClockDomain(
        ClockDomain$.MODULE$.current(),
        input(name).bool(),
        null,
        null,
        spinal.core.HIGH$.MODULE$,
        spinal.core.HIGH$.MODULE$);
  }

  /** Declares an output of one bit. */
  protected final Bit output(String name) {
    return PortDeclarer.OUTPUTS.bit(name);
  }

  /** Sets a parameter to a whole number. */
  protected final void parameter(String name, int value) {
    addGeneric(name, value);
  }

  /** Sets a parameter to a text. */
  protected final void parameter(String name, String value) {
    addGeneric(name, value);
  }

  /** Gives the instance a Verilog attribute, a note for synthesis tools. */
  protected final void note(String name, String value) {
    addAttribute(name, value);
  }
}
