package io.samforge.rtl.uart;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/**
 * Sends bytes over an asynchronous serial line: one start bit, eight data bits, the least
 * significant first, one stop bit.
 *
 * <p>A byte is taken when the line is idle and occupies it for ten bits. Reset: idle, line at 1.
 * Covered by {@code UartBridgeTest}.
 */
public final class UartTransmitter extends Module {
  private static final int FRAME_BITS = 10;

  /** The bytes. */
  public final Stream<Bits> bytes;

  /** The line. */
  public final Bit line;

  /**
   * Creates the transmitter.
   *
   * @param clocksPerBit clock cycles of one bit, 4..65535
   */
  public UartTransmitter(int clocksPerBit) {
    int timerBits = BitTimer.bits(clocksPerBit);
    bytes = inputStream("bytes", 8);
    line = outputBit("line");

    Bit output = regBit("line_reg", true);
    Unsigned left = regUnsigned("bits_left", 4, 0);
    Unsigned timer = regUnsigned("timer", timerBits, 0);
    Bits shift = regBits("shift", FRAME_BITS - 1);
    Bit idle = left.eq(0);
    bytes.ready().set(idle);
    timer.set(timer.minus(1));
    when(
        idle.not().and(timer.eq(0)),
        () -> {
          timer.set(unsigned(clocksPerBit - 1L, timerBits));
          left.set(left.minus(1));
          output.set(shift.bit(0));
          shift.set(bits(BigInteger.ONE, 1).concat(shift.slice(1, FRAME_BITS - 2)));
        });
    when(
        bytes.fire(),
        () -> {
          timer.set(unsigned(clocksPerBit - 1L, timerBits));
          left.set(unsigned(FRAME_BITS, 4));
          output.set(bit(false));
          shift.set(bits(BigInteger.ONE, 1).concat(bytes.payload()));
        });
    line.set(output);
  }
}
