package io.samforge.hdl;

import spinal.core.BlackBox;
import spinal.core.Bool;
import spinal.core.ClockDomain$;

/**
 * An instance of a module that is elaborated and emitted on its own: where a large module is used
 * many times, elaborating it once saves most of the time.
 *
 * <p>Subclasses declare the same ports as the module itself. The module has registers without reset
 * only; its clock is connected to that of the surrounding module.
 */
public abstract class ExternalModule extends BlackBox {

  /**
   * Creates the instance.
   *
   * @param verilogName the name of the module in its own Verilog
   */
  protected ExternalModule(String verilogName) {
    setDefinitionName(verilogName, true);
    Bool clock = PortDeclarer.INPUTS.bit("clk").bool();
    mapClockDomain(
        ClockDomain$.MODULE$.current(),
        clock,
        null,
        null,
        spinal.core.HIGH$.MODULE$,
        spinal.core.HIGH$.MODULE$);
  }

  /** Returns a declarer of inputs. */
  protected final Ports inputs() {
    return PortDeclarer.INPUTS;
  }

  /** Returns a declarer of outputs. */
  protected final Ports outputs() {
    return PortDeclarer.OUTPUTS;
  }
}
