package io.samforge.rtl.unit;

import io.samforge.arch.config.Widths;

/** The checks and sizes that the constructors of the units share. */
final class UnitRules {
  private UnitRules() {}

  /** Rejects a construction parameter outside {@code low..high}, naming it. */
  static void requireRange(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          name + " is " + value + "; allowed: " + low + " to " + high);
    }
  }

  /** Returns {@code value} after {@link #requireRange}. */
  static int inRange(String name, int value, int low, int high) {
    requireRange(name, value, low, high);
    return value;
  }

  /** Returns the bits that tell {@code count} things apart, at least 1. */
  static int indexBits(int count) {
    return Math.max(1, Widths.ceilLog2(count));
  }
}
