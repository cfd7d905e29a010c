package io.samforge.sim;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelLibrary;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.VerilatorBuild;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * A simulated accelerator: the design with the ports of section 10 of the architecture, its DRAM,
 * and a master for its registers.
 *
 * <p>Clock, memory, protocol checker and register transfers run in native code; Java is called once
 * per job. The first protocol violation ends the simulation with a {@link SimulationException}. The
 * same calls always take the same cycles. Opened, it is behind reset; the DRAM starts as zeros. One
 * thread at a time.
 */
public final class AcceleratorSimulation implements AutoCloseable {
  private static final int RESET_CYCLES = 4;
  // Between slices a long run can be interrupted and tells its progress.
  private static final long SLICE = 1 << 14;

  private final ModelLibrary library;
  private final AcceleratorOptions options;
  private final NativeAccelerator target;
  private final List<Action> journal = new ArrayList<>();
  private long lastCycle;

  private AcceleratorSimulation(
      ModelLibrary library, AcceleratorOptions options, NativeAccelerator target) {
    this.library = library;
    this.options = options;
    this.target = target;
  }

  /** Builds a design with the standard builder, or takes it from the cache, and starts it. */
  public static AcceleratorSimulation open(
      ModelSource source, BuildOptions build, AcceleratorOptions options) {
    return open(VerilatorBuild.standard().build(source, build), options);
  }

  /**
   * Starts a design that is already built.
   *
   * @throws SimulationException when the top module lacks a port of section 10
   */
  public static AcceleratorSimulation open(ModelLibrary library, AcceleratorOptions options) {
    NativeAccelerator target = surround(NativeModel.open(library), options);
    AcceleratorSimulation simulation = new AcceleratorSimulation(library, options, target);
    try {
      simulation.reset();
      return simulation;
    } catch (RuntimeException failure) {
      simulation.close();
      throw failure;
    }
  }

  static NativeAccelerator surround(NativeModel model, AcceleratorOptions options) {
    try {
      return new NativeAccelerator(model, options);
    } catch (RuntimeException failure) {
      model.close();
      throw failure;
    }
  }

  /** Resets the design; the DRAM keeps its content, open bursts are forgotten. */
  public void reset() {
    perform(new Action.Reset(RESET_CYCLES));
  }

  /** Returns the number of cycles run so far, reset included. */
  public long cycle() {
    return lastCycle;
  }

  /** Returns the size of the DRAM in bytes. */
  public long dramBytes() {
    return options.dramBytes();
  }

  /** Writes bytes to the DRAM; takes no cycles. */
  public void writeMemory(long address, byte[] bytes) {
    perform(new Action.WriteMemory(address, options.journal() ? bytes.clone() : bytes));
  }

  /** Fills a range of the DRAM with one value; takes no cycles. */
  public void fill(long address, long length, byte value) {
    perform(new Action.FillMemory(address, length, value));
  }

  /** Reads bytes from the DRAM; takes no cycles. */
  public byte[] readMemory(long address, int length) {
    byte[] bytes = new byte[length];
    target.read(address, bytes, 0, length);
    return bytes;
  }

  /** Writes a register over AXI4-Lite. */
  public void writeRegister(int address, int value) {
    perform(new Action.WriteRegister(address, value));
  }

  /** Reads a register over AXI4-Lite. */
  public int readRegister(int address) {
    remember(new Action.ReadRegister(address));
    try {
      return target.readRegister(address, Action.REGISTER_BUDGET);
    } finally {
      lastCycle = target.model().cycle();
    }
  }

  /** Makes every read of the beat that holds an address answer with SLVERR. */
  public void injectReadError(long address) {
    perform(new Action.InjectError(true, address));
  }

  /** Makes every write of the beat that holds an address answer with SLVERR and change nothing. */
  public void injectWriteError(long address) {
    perform(new Action.InjectError(false, address));
  }

  /**
   * Runs until the interrupt.
   *
   * @param cycleBudget cycles after which the wait is given up
   * @return the cycles it took
   * @throws SimulationException at a protocol violation, and when the budget is used up; the
   *     message then has the status, the counters and the state of every AXI channel
   */
  public long run(long cycleBudget) {
    return run(cycleBudget, cycles -> {});
  }

  /** Runs as {@link #run(long)} does and tells now and then how many cycles it has run. */
  public long run(long cycleBudget, LongConsumer progress) {
    long start = cycle();
    for (long left = cycleBudget; left > 0; left = cycleBudget - (cycle() - start)) {
      if (runSlice(Math.min(left, SLICE), true)) {
        return cycle() - start;
      }
      progress.accept(cycle() - start);
    }
    throw new SimulationException(
        "no interrupt within " + cycleBudget + " cycles; " + StatusDump.of(this));
  }

  /**
   * Runs until the interrupt, or for so many cycles.
   *
   * @return whether the interrupt is up
   * @throws SimulationException at a protocol violation
   */
  public boolean runAtMost(long cycles) {
    return runSlice(cycles, true);
  }

  /**
   * Runs until a register has a value under a mask, looking every {@code pollCycles} cycles.
   *
   * @return the register's value
   * @throws SimulationException as {@link #run}
   */
  public int runUntil(int address, int mask, int value, long cycleBudget, long pollCycles) {
    long start = cycle();
    while (true) {
      int read = readRegister(address);
      if ((read & mask) == value) {
        return read;
      }
      long left = cycleBudget - (cycle() - start);
      if (left <= 0) {
        throw new SimulationException(
            String.format(
                "register 0x%03x is 0x%08x, not 0x%08x under mask 0x%08x, within %d cycles; %s",
                address, read, value, mask, cycleBudget, StatusDump.of(this)));
      }
      advance(Math.min(left, Math.max(1, pollCycles)));
    }
  }

  /** Runs a number of cycles whatever happens. */
  public void advance(long cycles) {
    long end = cycle() + cycles;
    while (cycle() < end) {
      runSlice(Math.min(end - cycle(), SLICE), false);
    }
  }

  /** Returns a port of any width as it is now, for debugging. */
  public BigInteger peek(String name) {
    for (Port port : target.model().ports()) {
      if (port.name().equals(name)) {
        return port.unpack(target.model().getPacked(port), 0);
      }
    }
    throw new UserError("port " + name + ": top module " + library.source().top() + " lacks it");
  }

  /**
   * Returns the cycle in which the beat that holds an address was last accepted from the design, or
   * nothing when it never was; needs the write log.
   */
  public OptionalLong writeCycle(long address) {
    long cycle = target.writeCycle(address);
    return cycle < 0 ? OptionalLong.empty() : OptionalLong.of(cycle);
  }

  /** Returns what has passed the AXI4 port so far. */
  public AxiStatistics statistics() {
    return target.statistics();
  }

  /** Returns the handshake signals of every AXI4 channel and the open bursts, in one line. */
  public String channelStates() {
    return target.describe();
  }

  /**
   * Records every port of every following cycle to a file, readable as a {@link Recording}. To
   * replay a recording elsewhere from the start, {@link #reset} right after this call.
   */
  public void startRecording(Path file) {
    target.model().record(file.toAbsolutePath());
  }

  /** Ends the recording and completes its file. */
  public void stopRecording() {
    target.model().record(null);
  }

  /**
   * Repeats everything done so far with a traced model, built on first use, and dumps the given
   * cycles, both included, to an FST file. Works on a closed simulation too.
   *
   * <p>Cycle c starts at time 10c; its rising edge is at 10c + 5.
   *
   * @return the path of the file
   */
  public Path replay(long windowStart, long windowEnd, Path file) {
    if (!options.journal()) {
      throw new UserError("waveform " + file + ": the simulation was opened without a journal");
    }
    return new AcceleratorReplay(library, options, List.copyOf(journal))
        .dump(windowStart, windowEnd, file);
  }

  @Override
  public void close() {
    target.close();
  }

  private boolean runSlice(long cycles, boolean stopAtInterrupt) {
    if (Thread.interrupted()) {
      Thread.currentThread().interrupt();
      throw new SimulationException("interrupted by the user in cycle " + cycle());
    }
    remember(new Action.Run(cycles, stopAtInterrupt));
    try {
      return target.run(cycles, stopAtInterrupt);
    } finally {
      lastCycle = target.model().cycle();
    }
  }

  // Remembered before it is done: a replay must meet the same failure.
  private void perform(Action action) {
    remember(action);
    try {
      action.perform(target);
    } finally {
      lastCycle = target.model().cycle();
    }
  }

  private void remember(Action action) {
    if (options.journal()) {
      journal.add(action);
    }
  }
}
