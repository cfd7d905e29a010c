package io.samforge.rtl.board;

import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.uart.UartBridge;
import java.math.BigInteger;

/**
 * The HLUQ decode unit behind a serial line, for boards too small for an accelerator.
 *
 * <p>Register 0 reads the letters HLUQ. Register 4 takes an operand: code [7:0], number of log
 * codes [15:8]. Register 8 reads what it decodes to: shift [7:0], enable [8], upsilon [23:16].
 * There is no memory. Covered by {@code BoardShellTest}.
 */
public final class DecodeDemo extends Module {
  /** Bits of a code. */
  public static final int BITS = 8;

  /** Value of register 0. */
  public static final int ID = 0x484c5551;

  /** The receiving line. */
  public final Bit receive;

  /** The sending line. */
  public final Bit transmit;

  /** The enable of the decoded operand. */
  public final Bit enable;

  /**
   * Creates the demo.
   *
   * @param clocksPerBit clock cycles of one bit of the serial line
   * @param clockHz frequency of the clock
   */
  public DecodeDemo(int clocksPerBit, int clockHz) {
    receive = inputBit("receive");
    transmit = outputBit("transmit");
    enable = outputBit("enable");
    UartBridge bridge = instance("bridge", () -> new UartBridge(clocksPerBit, 0, clockHz));
    DecodeStage decoder = instance("decoder", DecodeStage::new);
    bridge.receive.set(receive);
    transmit.set(bridge.transmit);
    bridge.interrupt.set(bit(false));
    Unsigned offset = bridge.registers.address();
    Bit write = bridge.registers.valid().and(bridge.registers.write());
    Bits operand = bridge.registers.data().slice(0, 16);
    decoder.operand.set(delayWhen("operand", operand, write.and(offset.eq(4))));
    enable.set(decoder.result.bit(BITS));

    Bits id = bits(BigInteger.valueOf(ID), 32);
    bridge.registers.done().set(bit(true));
    bridge.registers.error().set(offset.ge(12));
    bridge.registers.answer().set(decoder.result.orElse(offset.eq(8), id));
    bridge.memory.done().set(bit(true));
    bridge.memory.error().set(bit(true));
    bridge.memory.answer().set(bits(BigInteger.ZERO, 32));
    unused("memory_valid", bridge.memory.valid());
    unused("memory_write", bridge.memory.write());
    unused("memory_address", bridge.memory.address());
    unused("memory_data", bridge.memory.data());
    unused("register_data", bridge.registers.data().slice(16, 16));
  }

  /** Returns the number of log levels the unit keeps. */
  static int shiftLimit() {
    return Widths.shiftLimit(BITS);
  }
}
