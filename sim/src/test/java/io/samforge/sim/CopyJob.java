package io.samforge.sim;

import io.samforge.sim.verilator.BuildOptions;
import java.util.List;
import java.util.Random;

/** Drives the test design memcopy.v. */
final class CopyJob {
  static final int CONTROL = 0x008;
  static final int STATUS = 0x00c;
  static final int IRQ_ENABLE = 0x010;
  static final int SOURCE = 0x014;
  static final int BEATS = 0x018;
  static final int TARGET = 0x01c;
  static final int CYCLES = 0x080;
  static final long DRAM = 1 << 20;

  private CopyJob() {}

  static AcceleratorOptions options() {
    return AcceleratorOptions.of(DRAM);
  }

  /** Opens the design with one of its planted defects, or 0 for none. */
  static AcceleratorSimulation open(int bug, AcceleratorOptions options) {
    return AcceleratorSimulation.open(
        TestDesigns.source("memcopy"),
        BuildOptions.quick().withVerilatorFlags(List.of("-GBUG=" + bug)),
        options);
  }

  static byte[] randomBytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static void start(AcceleratorSimulation sim, int source, int target, int beats) {
    sim.writeRegister(IRQ_ENABLE, 1);
    sim.writeRegister(SOURCE, source);
    sim.writeRegister(TARGET, target);
    sim.writeRegister(BEATS, beats);
    sim.writeRegister(CONTROL, 1);
  }
}
