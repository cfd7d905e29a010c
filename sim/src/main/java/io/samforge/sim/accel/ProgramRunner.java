package io.samforge.sim.accel;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.arch.register.ErrorCode;
import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterMap;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.RunCounters;
import io.samforge.sim.SimulationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Runs programs on a simulated accelerator: loads them, starts them, reads results and counters.
 */
public final class ProgramRunner {
  private static final int START = Register.CONTROL.field("START").place(1);

  private final AcceleratorConfig config;
  private final AcceleratorSimulation simulation;

  /**
   * Creates a runner and checks that the simulated hardware has the configuration's hash.
   *
   * @throws UserError if the hardware was generated from another configuration
   */
  public ProgramRunner(AcceleratorConfig config, AcceleratorSimulation simulation) {
    this.config = config;
    this.simulation = simulation;
    for (int i = 0; i < 8; i++) {
      int found = simulation.readRegister(Register.CONFIG_HASH0.offset() + 4 * i);
      if (found != config.hashWord(i)) {
        throw new UserError(
            String.format(
                "hardware word %d of the config hash is %08x, configuration %s needs %08x;"
                    + " generate the Verilog again with 'make rtl CONFIG=...'",
                i, found, config.name(), config.hashWord(i)));
      }
    }
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
   * @throws SimulationException if the program reports an error or the budget is used up
   */
  public RunCounters run(Program program, long cycleBudget) {
    return run(program, cycleBudget, cycles -> {});
  }

  /** Runs as {@link #run(Program, long)} does and tells now and then how many cycles it has run. */
  public RunCounters run(Program program, long cycleBudget, LongConsumer progress) {
    start(program);
    simulation.run(cycleBudget, progress);
    int status = simulation.readRegister(Register.STATUS.offset());
    int code = Register.STATUS.field("ERROR_CODE").extract(status);
    if (code != 0) {
      throw new SimulationException(
          "the program stopped with error " + code + ": " + ErrorCode.of(code).description());
    }
    return counters(program.layers().size());
  }

  /** Starts a loaded program and returns at once; its end raises the interrupt. */
  public void start(Program program) {
    simulation.writeRegister(Register.IRQ_ENABLE.offset(), 1);
    simulation.writeRegister(Register.PROGRAM_ADDR.offset(), (int) program.descriptorAddress());
    simulation.writeRegister(Register.PROGRAM_COUNT.offset(), program.layers().size());
    simulation.writeRegister(Register.CONTROL.offset(), START);
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

  private RunCounters counters(int layers) {
    List<RunCounters.Layer> log = new ArrayList<>();
    for (int i = 0; i < Math.min(layers, RegisterMap.LAYER_LOG_ENTRIES); i++) {
      log.add(new RunCounters.Layer(logWord(i, 0), logWord(i, 1), logWord(i, 2), logWord(i, 3)));
    }
    return new RunCounters(
        counter(Register.CYCLES_LO),
        counter(Register.BUSY_LO),
        counter(Register.STALL_WEIGHT_LO),
        counter(Register.STALL_ACTIVATION_LO),
        counter(Register.STALL_DRAIN_LO),
        counter(Register.READ_BEATS_LO),
        counter(Register.WRITE_BEATS_LO),
        log);
  }

  private long counter(Register low) {
    long lowWord = Integer.toUnsignedLong(simulation.readRegister(low.offset()));
    long highWord = Integer.toUnsignedLong(simulation.readRegister(low.offset() + 4));
    return highWord << 32 | lowWord;
  }

  private long logWord(int layer, int word) {
    return Integer.toUnsignedLong(simulation.readRegister(RegisterMap.layerLogOffset(layer, word)));
  }
}
