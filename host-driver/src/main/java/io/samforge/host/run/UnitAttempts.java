package io.samforge.host.run;

import java.util.function.Supplier;

/** How often a unit is tried. */
public interface UnitAttempts {
  /** Tries every unit once. */
  UnitAttempts ONCE =
      new UnitAttempts() {
        @Override
        public <T> T of(String unit, Supplier<T> work) {
          return work.get();
        }
      };

  /**
   * Returns the result of an attempt that met no fault.
   *
   * @param unit what messages call it
   * @param work writes operands, runs the unit and reads its results; may run several times
   * @throws io.samforge.host.DeviceException when no attempt succeeds
   */
  <T> T of(String unit, Supplier<T> work);
}
