package io.samforge.rtl.uart;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Receives bytes from an asynchronous serial line: one start bit, eight data bits, the least
 * significant first, one stop bit.
 *
 * <p>The line passes two registers against metastability and is sampled in the middle of every bit.
 * A byte is announced for one cycle in the middle of its stop bit; there is no back-pressure. A
 * byte whose stop bit is 0 is announced as broken. Reset: idle. Covered by {@code UartBridgeTest}.
 */
public final class UartReceiver extends Module {
  /** The line, asynchronous to the clock, idle at 1. */
  public final Bit line;

  /** 1 in the cycle in which a byte is there. */
  public final Bit valid;

  /** The byte. */
  public final Bits data;

  /** 1 in the cycle in which a byte without a stop bit was found. */
  public final Bit broken;

  /**
   * Creates the receiver.
   *
   * @param clocksPerBit clock cycles of one bit, 4..65535
   */
  public UartReceiver(int clocksPerBit) {
    int timerBits = BitTimer.bits(clocksPerBit);
    line = inputBit("line");
    valid = outputBit("valid");
    data = outputBits("data", 8);
    broken = outputBit("broken");

    Bit sampled = regBit("line_sampled", true).attribute("ASYNC_REG", "TRUE");
    Bit stable = regBit("line_stable", true).attribute("ASYNC_REG", "TRUE");
    sampled.set(line);
    stable.set(sampled);
    Bit active = regBit("active", false);
    Unsigned timer = regUnsigned("timer", timerBits, 0);
    Unsigned position = regUnsigned("position", 4, 0);
    Bits shift = regBits("shift", 8);

    Bit sample = active.and(timer.eq(0));
    Bit isStop = position.eq(9);
    timer.set(timer.minus(1));
    when(
        sample,
        () -> {
          timer.set(unsigned(clocksPerBit - 1L, timerBits));
          position.set(position.plus(1));
          shift.set(stable.bits().concat(shift.slice(1, 7)));
        });
    // A start bit that is 1 in its middle was a disturbance.
    when(
        sample.and(isStop.or(position.eq(0).and(stable))),
        () -> {
          active.set(bit(false));
          shift.set(shift);
        });
    when(
        active.not().and(stable.not()),
        () -> {
          active.set(bit(true));
          position.set(unsigned(0, 4));
          timer.set(unsigned(clocksPerBit / 2L - 1, timerBits));
        });
    valid.set(sample.and(isStop).and(stable));
    broken.set(sample.and(isStop).and(stable.not()));
    data.set(shift);
  }
}
