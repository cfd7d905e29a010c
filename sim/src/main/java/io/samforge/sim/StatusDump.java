package io.samforge.sim;

import io.samforge.arch.register.Access;
import io.samforge.arch.register.Register;
import java.util.StringJoiner;

/** Describes an accelerator that did not finish, in one line. */
final class StatusDump {
  private StatusDump() {}

  /** Returns cycle, AXI channels, STATUS and all counters that are not zero. */
  static String of(AcceleratorSimulation simulation) {
    // First: reading the registers moves the clock.
    String state = "cycle " + simulation.cycle() + "; AXI: " + simulation.channelStates();
    return state + "; registers: " + registers(simulation);
  }

  private static String registers(AcceleratorSimulation simulation) {
    StringJoiner values = new StringJoiner(", ");
    try {
      for (Register register : Register.values()) {
        boolean counter = register.offset() >= Register.CYCLES_LO.offset();
        if (register.access() == Access.W || (register != Register.STATUS && !counter)) {
          continue;
        }
        int value = simulation.readRegister(register.offset());
        if (value != 0 || register == Register.STATUS) {
          values.add(String.format("%s=0x%x", register, value));
        }
      }
      return values.toString();
    } catch (SimulationException silent) {
      return values.add(silent.getMessage()).toString();
    }
  }
}
