package io.samforge.rtl.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.rtl.Accelerator;
import io.samforge.rtl.uart.AxiLiteMaster;
import io.samforge.rtl.uart.UartBridge;

/**
 * The accelerator with block RAM as its memory, behind a serial line: everything of a small board
 * that does not depend on its pins.
 */
public final class UartAccelerator extends Module {
  /** The receiving line. */
  public final Bit receive;

  /** The sending line. */
  public final Bit transmit;

  /** The accelerator's interrupt. */
  public final Bit interrupt;

  /**
   * Creates the system.
   *
   * @param clocksPerBit clock cycles of one bit of the serial line
   * @param memoryBytes size of the memory, a power of two
   */
  public UartAccelerator(AcceleratorConfig config, int clocksPerBit, int memoryBytes) {
    receive = inputBit("receive");
    transmit = outputBit("transmit");
    interrupt = outputBit("interrupt");
    int clockHz = config.clockMHz() * 1_000_000;
    UartBridge bridge =
        instance("bridge", () -> new UartBridge(clocksPerBit, memoryBytes, clockHz));
    AxiLiteMaster registers = instance("register_master", AxiLiteMaster::new);
    AxiBlockRam memory = instance("memory", () -> new AxiBlockRam(config, memoryBytes));
    Accelerator accelerator = instance("accelerator", () -> new Accelerator(config));
    bridge.receive.set(receive);
    transmit.set(bridge.transmit);
    bridge.interrupt.set(accelerator.interrupt);
    interrupt.set(accelerator.interrupt);
    registers.word.connectFrom(bridge.registers);
    memory.word.connectFrom(bridge.memory);
    registers.axi.connectChild(accelerator.slave);
    memory.axi.connectChild(accelerator.master);
  }
}
