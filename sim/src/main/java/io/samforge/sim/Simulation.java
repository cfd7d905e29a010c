package io.samforge.sim;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelLibrary;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.VerilatorBuild;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A running simulation of any top module, signal by signal or in batches.
 *
 * <p>A cycle starts with the inputs of that cycle and ends with the rising edge of port {@code
 * clk}. {@link #get} shows outputs that agree with all inputs set so far; after {@link #step} it
 * shows the state behind the edge. A top without {@code clk} is combinational: it has no {@code
 * step}, and in {@link #run} every row is one evaluation. All state starts at zero and the same
 * calls always give the same values. One thread at a time.
 */
public final class Simulation implements AutoCloseable {
  /** Cycles {@link #reset()} holds the reset port. */
  public static final int RESET_CYCLES = 2;

  private static final String CLOCK = "clk";
  private static final String RESET = "reset";

  private final ModelLibrary library;
  private final NativeModel model;
  private final Map<String, Port> ports;

  private Simulation(ModelLibrary library, NativeModel model) {
    this.library = library;
    this.model = model;
    Map<String, Port> byName = new LinkedHashMap<>();
    model.ports().forEach(port -> byName.put(port.name(), port));
    this.ports = Map.copyOf(byName);
  }

  /** Builds a design with the standard builder, or takes it from the cache, and starts it. */
  public static Simulation open(ModelSource source, BuildOptions options) {
    return open(VerilatorBuild.standard().build(source, options));
  }

  /** Starts a design that is already built. */
  public static Simulation open(ModelLibrary library) {
    return new Simulation(library, NativeModel.open(library));
  }

  /** Returns the number of native models in this process that are not closed. */
  public static int openCount() {
    return NativeModel.openCount();
  }

  /** Returns the library this simulation runs. */
  public ModelLibrary library() {
    return library;
  }

  /** Returns all ports in the order of the model's port table, {@code clk} included. */
  public List<Port> ports() {
    return model.ports();
  }

  /**
   * Returns a port.
   *
   * @throws UserError when the top has no such port; the message lists those it has
   */
  public Port port(String name) {
    Port port = ports.get(name);
    if (port == null) {
      String known = ports.keySet().stream().sorted().collect(Collectors.joining(", "));
      throw new UserError(
          "port " + name + ": top module " + library.source().top() + " has only " + known);
    }
    return port;
  }

  /** Returns whether the top has a port of that name. */
  public boolean hasPort(String name) {
    return ports.containsKey(name);
  }

  /** Sets an input; negative values are two's complement of the port's width. */
  public void set(String port, long value) {
    Port input = input(port);
    if (input.width() > Long.SIZE) {
      model.set(input, input.pack(BigInteger.valueOf(value)));
    } else {
      model.set(input, input.bits(value));
    }
  }

  /** Sets an input of any width; negative values are two's complement of the port's width. */
  public void set(String port, BigInteger value) {
    Port input = input(port);
    model.set(input, input.pack(value));
  }

  /** Sets an input from its packed bytes, least significant first. */
  public void set(String port, byte[] packed) {
    Port input = input(port);
    input.requirePacked(packed);
    model.set(input, packed);
  }

  /** Returns a port of at most 64 bits, unsigned. */
  public long get(String port) {
    Port found = port(port);
    if (found.width() > Long.SIZE) {
      throw new UserError("port " + port + ": has " + found.width() + " bits; use getBig");
    }
    return model.get(found);
  }

  /** Returns a port of at most 64 bits as two's complement of its width. */
  public long getSigned(String port) {
    int unused = Long.SIZE - port(port).width();
    return get(port) << unused >> unused;
  }

  /** Returns a port of any width, unsigned. */
  public BigInteger getBig(String port) {
    Port found = port(port);
    return found.unpack(model.getPacked(found), 0);
  }

  /** Returns the packed bytes of a port, least significant first. */
  public byte[] getPacked(String port) {
    return model.getPacked(port(port));
  }

  /** Runs one cycle of {@code clk}. */
  public void step() {
    step(1);
  }

  /** Runs cycles of {@code clk} with the inputs as they are. */
  public void step(long cycles) {
    if (cycles < 0) {
      throw new UserError("step: " + cycles + " cycles");
    }
    requirePort(CLOCK);
    model.step(cycles);
  }

  /** Holds {@code reset} high for {@link #RESET_CYCLES} cycles and releases it. */
  public void reset() {
    requirePort(RESET);
    set(RESET, 1);
    step(RESET_CYCLES);
    set(RESET, 0);
  }

  /** Returns the number of cycles run so far. */
  public long cycle() {
    return model.cycle();
  }

  /** Returns a layout of the given ports, for {@link #run}. */
  public PortLayout layout(String... names) {
    return new PortLayout(Arrays.stream(names).map(this::port).toList());
  }

  /** Returns a layout of all inputs but {@code clk}. */
  public PortLayout inputs() {
    return new PortLayout(
        ports().stream().filter(port -> !port.output() && !port.name().equals(CLOCK)).toList());
  }

  /** Returns a layout of all outputs. */
  public PortLayout outputs() {
    return new PortLayout(ports().stream().filter(Port::output).toList());
  }

  /**
   * Runs one cycle per row of the stimulus in a single native call.
   *
   * <p>Row c of the result is what {@code set(row c of stimulus); get(outputs); step()} would have
   * read. Inputs that the stimulus leaves out keep their values.
   */
  public PortRows run(PortRows stimulus, PortLayout outputs) {
    stimulus.layout().ports().forEach(port -> input(port.name()));
    PortRows response = outputs.rows(stimulus.cycles());
    model.run(
        stimulus.layout().indices(),
        stimulus.bytes(),
        outputs.indices(),
        response.bytes(),
        stimulus.cycles());
    return response;
  }

  /**
   * Records every port of every following cycle to a file, readable as a {@link Recording}.
   *
   * @param file the file to write
   */
  public void startRecording(Path file) {
    model.record(file.toAbsolutePath());
  }

  /** Ends the recording and completes its file. */
  public void stopRecording() {
    model.record(null);
  }

  /**
   * Dumps the given cycles, both included, to an FST file; the model must be built with tracing.
   *
   * <p>Cycle c starts at time 10c; its rising edge is at 10c + 5.
   */
  public void traceWindow(Path file, long fromCycle, long toCycle) {
    if (!library.options().trace()) {
      throw new UserError("waveform " + file + ": the model was built without tracing");
    }
    model.traceWindow(file.toAbsolutePath(), fromCycle, toCycle);
  }

  /** Completes the waveform file early. */
  public void stopTrace() {
    model.traceClose();
  }

  /** Returns whether {@link #close} has not been called. */
  public boolean isOpen() {
    return model.isOpen();
  }

  @Override
  public void close() {
    model.close();
  }

  private Port input(String name) {
    Port port = port(name);
    if (port.output() || port.name().equals(CLOCK)) {
      throw new UserError(
          "port " + name + (port.output() ? ": is an output" : ": is driven by step and run"));
    }
    return port;
  }

  private void requirePort(String name) {
    if (!hasPort(name)) {
      throw new UserError("top module " + library.source().top() + " has no port " + name);
    }
  }
}
