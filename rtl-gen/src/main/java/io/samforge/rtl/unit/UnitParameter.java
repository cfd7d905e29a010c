package io.samforge.rtl.unit;

import io.samforge.arch.UserError;

/**
 * A parameter of a unit that is emitted alone.
 *
 * @param name the name that users give
 * @param meaning what it is, for help texts
 * @param low the smallest value allowed
 * @param high the largest value allowed
 * @param defaultValue the value when none is given
 */
public record UnitParameter(String name, String meaning, int low, int high, int defaultValue) {

  /**
   * Checks the range of a value.
   *
   * @param unit the unit's name, for the message
   * @throws UserError when it is out of range
   */
  void requireInRange(String unit, int value) {
    if (value < low || value > high) {
      throw new UserError(
          String.format(
              "unit %s: parameter %s is %d; allowed: %d to %d", unit, name, value, low, high));
    }
  }
}
