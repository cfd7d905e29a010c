package io.samforge.sim.accel;

import io.samforge.host.Device;
import io.samforge.sim.AcceleratorSimulation;
import java.util.function.LongConsumer;

/**
 * A simulated accelerator as a device of the host.
 *
 * @param simulation the simulation; closed with the device
 */
public record SimDevice(AcceleratorSimulation simulation) implements Device {
  @Override
  public void writeMemory(long address, byte[] bytes) {
    simulation.writeMemory(address, bytes);
  }

  @Override
  public byte[] readMemory(long address, int length) {
    return simulation.readMemory(address, length);
  }

  @Override
  public void writeRegister(int offset, int value) {
    simulation.writeRegister(offset, value);
  }

  @Override
  public int readRegister(int offset) {
    return simulation.readRegister(offset);
  }

  @Override
  public void awaitInterrupt(long cycles, LongConsumer progress) {
    simulation.run(cycles, progress);
  }

  @Override
  public void close() {
    simulation.close();
  }
}
