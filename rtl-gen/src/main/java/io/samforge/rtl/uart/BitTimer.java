package io.samforge.rtl.uart;

/** The width of the timers that count the clock cycles of one bit. */
final class BitTimer {
  private static final int MOST = 65535;

  private BitTimer() {}

  /** Returns the bits of a timer that counts down from {@code clocksPerBit - 1}. */
  static int bits(int clocksPerBit) {
    if (clocksPerBit < 4 || clocksPerBit > MOST) {
      throw new IllegalArgumentException(
          "clocksPerBit is " + clocksPerBit + "; allowed: 4 to " + MOST);
    }
    return 32 - Integer.numberOfLeadingZeros(clocksPerBit - 1);
  }
}
