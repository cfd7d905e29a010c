package io.samforge.sim.board;

import io.samforge.host.uart.SerialLink;
import io.samforge.sim.Simulation;
import java.util.Arrays;

/**
 * The serial pins of a simulated board: one start bit, eight data bits, one stop bit, all of them
 * clocked through the pins. Closing it closes the simulation.
 */
public final class SimulatedSerialLink implements SerialLink {
  private static final int GAP_BITS = 700;
  private static final int SILENCE_BITS = 2000;

  private final Simulation simulation;
  private final int clocksPerBit;

  /**
   * Creates the link.
   *
   * @param clocksPerBit clock cycles of one bit, as the board was built for
   */
  public SimulatedSerialLink(Simulation simulation, int clocksPerBit) {
    this.simulation = simulation;
    this.clocksPerBit = clocksPerBit;
  }

  @Override
  public void send(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      sendBits(Byte.toUnsignedInt(bytes[i]) << 1 | 1 << 9);
      if (i < bytes.length - 1) {
        simulation.step(clocksPerBit - clocksPerBit / 2);
      }
    }
  }

  /**
   * Sends a start bit, eight data bits and half a stop bit as they are, the first in bit 0: the
   * answer may begin right behind the middle of the stop bit.
   */
  public void sendBits(int levels) {
    for (int bit = 0; bit < 10; bit++) {
      simulation.set("receive", levels >> bit & 1);
      simulation.step(bit == 9 ? clocksPerBit / 2 : clocksPerBit);
    }
    simulation.set("receive", 1);
  }

  @Override
  public byte[] receive(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      if (!awaitStart()) {
        return Arrays.copyOf(bytes, i);
      }
      simulation.step(clocksPerBit / 2);
      int value = 0;
      for (int bit = 0; bit < 8; bit++) {
        simulation.step(clocksPerBit);
        value |= (int) simulation.get("transmit") << bit;
      }
      simulation.step(clocksPerBit);
      if (simulation.get("transmit") == 0) {
        return Arrays.copyOf(bytes, i);
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  @Override
  public void drain() {
    simulation.step((long) GAP_BITS * clocksPerBit);
  }

  @Override
  public void close() {
    simulation.close();
  }

  private boolean awaitStart() {
    int step = Math.max(1, clocksPerBit / 8);
    for (long waited = 0; waited < (long) SILENCE_BITS * clocksPerBit; waited += step) {
      if (simulation.get("transmit") == 0) {
        return true;
      }
      simulation.step(step);
    }
    return false;
  }
}
