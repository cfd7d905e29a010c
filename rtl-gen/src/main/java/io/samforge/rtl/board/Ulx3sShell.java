package io.samforge.rtl.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/**
 * The top of the ULX3S: clock generator, reset, serial line, lights, and the accelerator with
 * {@value #MEMORY_BYTES} bytes of block RAM.
 *
 * <p>Pins are named as on the board's schematic. The lights show, from 0 on: power-up done,
 * interrupt, line receiving, line sending, and a heartbeat in the last one.
 */
public final class Ulx3sShell extends Module {
  /** Bytes of device memory. */
  public static final int MEMORY_BYTES = 1 << 17;

  /** Bits per second of the serial line; its converter on the board goes up to 3,000,000. */
  public static final int BAUD = 1_000_000;

  private static final int LIGHTS = 8;

  /** Creates the top for a configuration of 50, 75, 100 MHz or another multiple of 25 MHz. */
  public Ulx3sShell(AcceleratorConfig config) {
    this(config, config.clockMHz() * 1_000_000 / BAUD);
  }

  /**
   * Creates the top with a serial line of another speed, for simulations.
   *
   * @param clocksPerBit clock cycles of one bit
   */
  public Ulx3sShell(AcceleratorConfig config, int clocksPerBit) {
    fixVerilogName("Ulx3sShell");
    Bit oscillator = inputBit("clk_25mhz");
    Bit receive = inputBit("ftdi_txd");
    Bit transmit = outputBit("ftdi_rxd");
    Bit button = inputBit("btn_f1");
    Bits lights = outputBits("led", LIGHTS);
    Bit holdPower = outputBit("wifi_gpio0");

    Ecp5Pll pll = primitive("pll", () -> new Ecp5Pll(config.clockMHz()));
    pll.connect(oscillator);
    Bit clock = wireBit("clock");
    clock.set(pll.output);
    ResetSynchroniser synchroniser =
        clockedBy(clock, () -> instance("reset_synchroniser", ResetSynchroniser::new));
    synchroniser.allow.set(pll.locked.and(button.not()));
    Bit reset = wireBit("clock_reset");
    reset.set(synchroniser.reset);
    UartAccelerator system =
        clockedBy(
            clock,
            reset,
            () ->
                instance("system", () -> new UartAccelerator(config, clocksPerBit, MEMORY_BYTES)));
    system.receive.set(receive);
    transmit.set(system.transmit);
    Unsigned heartbeat =
        clockedBy(
            clock,
            reset,
            () -> {
              Unsigned count = regUnsigned("heartbeat", 25, 0);
              count.set(count.plus(1));
              return count;
            });
    // The radio module on the board reconfigures the FPGA when this pin is 0.
    holdPower.set(bit(true));
    Bits status =
        system
            .transmit
            .not()
            .bits()
            .concat(receive.not().bits())
            .concat(system.interrupt.bits())
            .concat(reset.not().bits());
    lights.set(heartbeat.msb().bits().concat(bits(BigInteger.ZERO, LIGHTS - 5)).concat(status));
  }
}
