package io.samforge.rtl.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.rtl.Accelerator;
import io.samforge.rtl.control.AxiLitePorts;
import io.samforge.rtl.dma.AxiPorts;
import java.math.BigInteger;

/**
 * The accelerator as a block of a design for AMD's UltraScale+: names, polarities and the signals
 * of AXI4 that block designs expect.
 *
 * <p>The clock is {@code clk}; {@code aresetn} is active low, may be asynchronous, and passes a
 * synchroniser; addresses of the master are as wide as the platform's. Master and slave are
 * otherwise those of {@link Accelerator}.
 */
public final class AmdShell extends Module {
  /** Name of the Verilog module. */
  public static final String NAME = "SamforgeShell";

  /** Name of the clock. */
  public static final String CLOCK = "aclk";

  /** Name of the reset. */
  public static final String RESET = "aresetn";

  /**
   * Creates the shell.
   *
   * @param addressBits bits of the master's addresses, 33 to 64; the upper ones are constant
   */
  public AmdShell(AcceleratorConfig config, int addressBits) {
    fixVerilogName(NAME);
    Bit clock = inputBit(CLOCK);
    Bit resetLow = inputBit(RESET);
    AxiLitePorts slave = AxiLitePorts.slave(inputs(), outputs());
    unused("awprot", inputBits("s_axil_awprot", 3));
    unused("arprot", inputBits("s_axil_arprot", 3));
    ResetSynchroniser synchroniser =
        clockedBy(clock, () -> instance("reset_synchroniser", ResetSynchroniser::new));
    synchroniser.allow.set(resetLow);
    Bit reset = wireBit("clock_reset");
    reset.set(synchroniser.reset);
    Accelerator accelerator =
        clockedBy(clock, reset, () -> instance("accelerator", () -> new Accelerator(config)));
    slave.connectChild(accelerator.slave);
    connectMaster(config, accelerator.master, addressBits);
    outputBit("interrupt").set(accelerator.interrupt);
  }

  private void connectMaster(AcceleratorConfig config, AxiPorts child, int addressBits) {
    AxiPorts master = AxiPorts.master(config, addressBits, inputs(), outputs());
    master.connectChild(child.withWideAddresses(addressBits));
    for (String channel : java.util.List.of("aw", "ar")) {
      // Normal, bufferable, modifiable memory; ordinary, secure data accesses.
      outputBits("m_axi_" + channel + "cache", 4).set(constant(3, 4));
      outputBits("m_axi_" + channel + "prot", 3).set(constant(0, 3));
    }
  }

  private static Bits constant(int value, int width) {
    return bits(BigInteger.valueOf(value), width);
  }
}
