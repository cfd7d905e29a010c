package io.samforge.host.run;

import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.pack.LinearUnit;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.ProductUnit;
import io.samforge.arch.pack.ProgramUnit;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.host.Device;
import io.samforge.host.RunCounters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Computes the steps of a packed function on a device. A chain runs when its first step is asked
 * for; the steps behind it only take what it has delivered.
 */
public final class DeviceEngine implements StepEngine {
  private final UnitRunner runner;
  private final PackedFunction packed;
  private final LongConsumer progress;
  private final UnitAttempts attempts;
  private final CodeListener listener;
  private final Map<String, ProgramUnit> unitOfStep = new HashMap<>();
  private final Map<String, OperandWriter> writerOfUnit = new HashMap<>();
  private final Map<String, ResultReader> readerOfUnit = new HashMap<>();
  private final Map<String, float[]> finishedChains = new HashMap<>();
  private final Map<String, RunCounters> counters = new LinkedHashMap<>();
  private final FloatArrays arrays = new FloatArrays();

  /** Memory of the operand that is written next, and of the result that was read last. */
  private byte[] operand = {};

  private byte[] result = {};

  /**
   * Loads a function into a device.
   *
   * @param device stays open when this engine is closed
   * @throws io.samforge.arch.UserError when the device has another configuration
   */
  public DeviceEngine(ModelPackage model, String function, Device device) {
    this(model, function, device, cycles -> {});
  }

  /**
   * Loads a function into a device.
   *
   * @param device stays open when this engine is closed
   * @param progress told now and then how many cycles have passed since it was told before
   * @throws io.samforge.arch.UserError when the device has another configuration
   */
  public DeviceEngine(ModelPackage model, String function, Device device, LongConsumer progress) {
    this(
        new UnitRunner(model, function, device),
        model.function(function),
        progress,
        UnitAttempts.ONCE,
        CodeListener.NONE);
  }

  /**
   * Computes a function whose resident memory is loaded.
   *
   * @param attempts how often a unit is tried
   * @param listener hears of the codes of linear steps and of left sides of products
   */
  public DeviceEngine(
      UnitRunner runner,
      PackedFunction packed,
      LongConsumer progress,
      UnitAttempts attempts,
      CodeListener listener) {
    this.runner = runner;
    this.packed = packed;
    this.progress = progress;
    this.attempts = attempts;
    this.listener = listener;
    for (ProgramUnit unit : packed.units()) {
      unit.steps().forEach(step -> unitOfStep.put(step, unit));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @return floats, or codes that stay in the memory of the device
   * @throws io.samforge.host.DeviceException when the device fails
   */
  @Override
  public StepValue linear(LinearStep step, StepValue input) {
    if (!(unitOfStep.get(step.name()) instanceof LinearUnit unit)) {
      throw new IllegalArgumentException("no unit computes " + step.name());
    }
    int index = unit.steps().indexOf(step.name());
    if (index == 0) {
      finishedChains.put(unit.name(), chain(unit, step, ((FloatTensor) input).data()));
    }
    if (index < unit.steps().size() - 1) {
      return new CodeTensor(null);
    }
    float[] tensor = finishedChains.remove(unit.name());
    if (tensor == null) {
      throw new IllegalStateException(step.name() + " runs before " + unit.name());
    }
    return new FloatTensor(step.outputView().shape(), tensor);
  }

  /** Returns what the last step of a chain computes, as its view has it. */
  private float[] chain(LinearUnit unit, LinearStep first, float[] input) {
    OperandWriter writer =
        writerOfUnit.computeIfAbsent(
            unit.name(),
            name -> {
              Operand codes = unit.layers().get(0).input().operand();
              return runner.writer(unit, new OperandCodec(codes, first.channels()));
            });
    if (operand.length < writer.bytes()) {
      operand = new byte[writer.bytes()];
    }
    listener.counted(first.name(), writer.write(first.inputView(), input, 0, operand));
    int last = unit.steps().size() - 1;
    ProgramTensor output = unit.program().outputOf(last);
    ResultReader reader = readerOfUnit.computeIfAbsent(unit.name(), name -> runner.reader(output));
    MatrixView view = ((LinearStep) packed.step(unit.steps().get(last))).outputView();
    List<CodeEnds> ends = new ArrayList<>();
    Target target = new Target(view.tokens() * view.channels(), reader.bytes());
    float[] found =
        attempts.of(
            unit.name(),
            () -> {
              ends.clear();
              runner.write(unit.program().inputOf(0), operand, writer.bytes());
              CycleIncrements increments = new CycleIncrements(progress);
              boolean asked = last > 0 && listener != CodeListener.NONE;
              Consumer<List<CodeEnds>> counted = asked ? ends::addAll : null;
              RunCounters run = runner.run(unit.program(), target, counted, increments);
              runner.read(output, result, reader.bytes());
              reader.read(result, view, target.tensor, 0);
              count(unit.name(), run, increments);
              return target.tensor;
            });
    // A layer's codes are those that the next step reads; the last one delivers floats.
    for (int i = 0; i < Math.min(last, ends.size()); i++) {
      listener.counted(unit.steps().get(i + 1), ends.get(i));
    }
    return found;
  }

  /** Makes the arrays of a result while the device computes it. */
  private final class Target implements Runnable {
    private final int elements;
    private final int bytes;
    private float[] tensor;

    Target(int elements, int bytes) {
      this.elements = elements;
      this.bytes = bytes;
    }

    @Override
    public void run() {
      if (tensor == null) {
        tensor = arrays.take(elements);
      }
      if (result.length < bytes) {
        result = new byte[bytes];
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.samforge.host.DeviceException when the device fails
   */
  @Override
  public FloatTensor product(ProductStep step, FloatTensor left, FloatTensor right) {
    if (!(unitOfStep.get(step.name()) instanceof ProductUnit unit)) {
      throw new IllegalArgumentException("no unit computes " + step.name());
    }
    float[] output =
        arrays.take(
            Math.multiplyExact(Math.multiplyExact(step.batch(), step.tokens()), step.columns()));
    for (int first = 0; first < step.batch(); first += unit.perRun()) {
      ProductRun products = runner.encode(unit, step, left, right, first);
      listener.counted(step.name(), products.leftCodes());
      int at = first * step.tokens() * step.columns();
      attempts.of(unit.name(), () -> results(unit, step, products, output, at));
    }
    return new FloatTensor(step.shape(), output);
  }

  private Void results(
      ProductUnit unit, ProductStep step, ProductRun products, float[] output, int at) {
    Program program = products.program();
    runner.write(unit, products);
    CycleIncrements increments = new CycleIncrements(progress);
    RunCounters run = runner.run(program, increments);
    MatrixView view = new MatrixView.Rows(List.of((long) step.tokens(), (long) step.columns()));
    ResultReader reader =
        readerOfUnit.computeIfAbsent(unit.name(), name -> runner.reader(program.outputOf(0)));
    if (result.length < reader.bytes()) {
      result = new byte[reader.bytes()];
    }
    for (int i = 0; i < program.layers().size(); i++) {
      runner.read(program.outputOf(i), result, reader.bytes());
      reader.read(result, view, output, at + i * step.tokens() * step.columns());
    }
    count(unit.name(), run, increments);
    return null;
  }

  @Override
  public void release(FloatTensor tensor) {
    arrays.giveBack(tensor.data());
  }

  /** Returns the counters of every unit that has run, by its name, summed over its runs. */
  public Map<String, RunCounters> counters() {
    return Collections.unmodifiableMap(counters);
  }

  private void count(String unit, RunCounters run, CycleIncrements increments) {
    increments.accept(run.cycles());
    counters.merge(unit, run, RunCounters::plus);
  }
}
