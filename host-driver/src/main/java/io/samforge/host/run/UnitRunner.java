package io.samforge.host.run;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.pack.LinearUnit;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.PackedLayers;
import io.samforge.arch.pack.ProductUnit;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.host.Device;
import io.samforge.host.DeviceControl;
import io.samforge.host.RunCounters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Runs the units of a packed function on a device. Descriptors, weights and tables are written
 * once, when the runner is made; activations in every run.
 */
public final class UnitRunner {
  /** A program that needs so many times the expected cycles does not end at all. */
  private static final long PATIENCE = 50;

  private static final long SHORTEST_PATIENCE = 10_000_000;

  private final AcceleratorConfig config;
  private final Device device;
  private final DeviceControl control;
  private final PackedLayers layers;
  private final Map<String, ProductOperands> operandsOfProduct = new HashMap<>();

  /**
   * Writes what stays in the memory of a device.
   *
   * @throws io.samforge.arch.UserError when the device has another configuration
   */
  public UnitRunner(ModelPackage model, String function, Device device) {
    this(model, function, device, new DeviceControl(model.config(), device));
    resident(model.function(function))
        .forEach(segment -> device.writeMemory(segment.address(), segment.data()));
  }

  /**
   * Runs units whose descriptors, weights and tables somebody else has written.
   *
   * @param control starts programs; several runners may share it
   */
  public UnitRunner(ModelPackage model, String function, Device device, DeviceControl control) {
    this.config = model.config();
    this.device = device;
    this.control = control;
    this.layers = model.layers(function);
  }

  /** Returns what is written once for a function: descriptors, weights and tables. */
  public static Stream<MemorySegment> resident(PackedFunction function) {
    return function.units().stream().flatMap(BufferPlan::resident);
  }

  /**
   * Runs a chain; its outputs are found in device memory until the next run.
   *
   * @param codes codes of the first operand, [tokens][channels]
   * @param progress told now and then how many cycles have passed
   */
  public RunCounters run(LinearUnit unit, byte[][] codes, LongConsumer progress) {
    ProgramTensor input = unit.program().inputOf(0);
    device.writeMemory(input.address(), input.packCodes(config, codes));
    return run(unit.program(), progress);
  }

  /** Returns what packs the first operand of a chain. */
  OperandWriter writer(LinearUnit unit, OperandCodec codec) {
    ProgramTensor input = unit.program().inputOf(0);
    return new OperandWriter(input.layout(config), input.slots(), codec);
  }

  /** Returns what unpacks floats. */
  ResultReader reader(ProgramTensor tensor) {
    return new ResultReader(tensor.layout(config), tensor.slots());
  }

  /** Writes a tensor from the first bytes of an array. */
  void write(ProgramTensor tensor, byte[] memory, int bytes) {
    device.writeMemory(tensor.address(), memory, 0, bytes);
  }

  /** Reads a tensor into the first bytes of an array. */
  void read(ProgramTensor tensor, byte[] memory, int bytes) {
    device.readMemory(tensor.address(), memory, 0, bytes);
  }

  /**
   * Writes the products of one run of a unit.
   *
   * @param first the first product of the run
   * @return the program of the run; {@link #run(Program, LongConsumer)} starts it
   */
  public Program prepare(
      ProductUnit unit, ProductStep step, FloatTensor left, FloatTensor right, int first) {
    ProductRun run = encode(unit, step, left, right, first);
    write(unit, run);
    return run.program();
  }

  /** Encodes the products of one run of a unit; touches nothing on the device. */
  ProductRun encode(
      ProductUnit unit, ProductStep step, FloatTensor left, FloatTensor right, int first) {
    ProductOperands operands =
        operandsOfProduct.computeIfAbsent(step.name(), name -> new ProductOperands(layers, step));
    return ProductRun.of(config, unit, step, operands, left, right, first);
  }

  /** Writes encoded products. */
  void write(ProductUnit unit, ProductRun run) {
    for (int i = 0; i < run.left().size(); i++) {
      ProgramTensor input = run.program().inputOf(i);
      device.writeMemory(input.address(), run.left().get(i));
      device.writeMemory(unit.right().place(i), run.right().get(i));
    }
  }

  /**
   * Runs a program whose operands have been written.
   *
   * @throws io.samforge.host.DeviceException if the program reports an error or does not end
   */
  public RunCounters run(Program program, LongConsumer progress) {
    return run(program, () -> {}, null, progress);
  }

  /** Does so, with work that is done while the device computes, and tells the ends of codes. */
  RunCounters run(
      Program program, Runnable meanwhile, Consumer<List<CodeEnds>> ends, LongConsumer progress) {
    long budget = Math.max(SHORTEST_PATIENCE, PATIENCE * program.expectedCycles());
    return control.run(
        program.descriptorAddress(), program.layers().size(), budget, meanwhile, ends, progress);
  }

  /** Returns the memory of a tensor. */
  public byte[] memory(ProgramTensor tensor) {
    return device.readMemory(tensor.address(), Math.toIntExact(tensor.layout(config).bytes()));
  }
}
