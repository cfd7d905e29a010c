package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.host.DeviceControl;
import io.samforge.host.RunCounters;
import io.samforge.sim.AcceleratorSimulation;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Runs programs on a simulated accelerator: loads them, starts them, reads results and counters.
 */
public final class ProgramRunner {
  private final AcceleratorConfig config;
  private final AcceleratorSimulation simulation;
  private final DeviceControl control;

  /**
   * Creates a runner and checks that the simulated hardware has the configuration's hash.
   *
   * @throws io.samforge.arch.UserError if the hardware was generated from another configuration
   */
  public ProgramRunner(AcceleratorConfig config, AcceleratorSimulation simulation) {
    this.config = config;
    this.simulation = simulation;
    this.control = new DeviceControl(config, new SimDevice(simulation));
  }

  /** Writes descriptors, weights and tables of a program into the device memory. */
  public void load(Program program) {
    program.requireConfig(config);
    for (MemorySegment segment : program.segments()) {
      simulation.writeMemory(segment.address(), segment.data());
    }
  }

  /** Writes the codes [token][slot] of an input tensor. */
  public void writeInput(ProgramTensor tensor, byte[][] codes) {
    simulation.writeMemory(tensor.address(), tensor.packCodes(config, codes));
  }

  /**
   * Starts a loaded program and waits for its end.
   *
   * @param cycleBudget the cycles after which a program that has not ended is an error
   * @throws io.samforge.host.DeviceException if the program reports an error or the budget is used
   *     up
   */
  public RunCounters run(Program program, long cycleBudget) {
    return run(program, cycleBudget, cycles -> {});
  }

  /** Runs as {@link #run(Program, long)} does and tells now and then how many cycles it has run. */
  public RunCounters run(Program program, long cycleBudget, LongConsumer progress) {
    return control.run(program.descriptorAddress(), program.layers().size(), cycleBudget, progress);
  }

  /** Starts a loaded program and returns at once; its end raises the interrupt. */
  public void start(Program program) {
    control.start(program.descriptorAddress(), program.layers().size());
  }

  /** Returns what the accelerator counted of the codes of the last program's layers. */
  public List<CodeEnds> codeEnds(Program program) {
    return control.codeEnds(program.layers().size());
  }

  /** Reads a tensor of codes as [token][slot]. */
  public byte[][] readCodes(ProgramTensor tensor) {
    return tensor.unpackCodes(config, memoryOf(tensor));
  }

  /** Reads a tensor of raw numbers as [token][channel]. */
  public float[][] readRaw(ProgramTensor tensor) {
    return tensor.unpackRaw(config, memoryOf(tensor));
  }

  /** Returns the simulation. */
  public AcceleratorSimulation simulation() {
    return simulation;
  }

  private byte[] memoryOf(ProgramTensor tensor) {
    return simulation.readMemory(tensor.address(), Math.toIntExact(tensor.layout(config).bytes()));
  }
}
