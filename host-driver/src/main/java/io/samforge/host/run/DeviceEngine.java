package io.samforge.host.run;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.pack.LinearUnit;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.PackedLayer;
import io.samforge.arch.pack.ProductUnit;
import io.samforge.arch.pack.ProgramUnit;
import io.samforge.arch.program.Program;
import io.samforge.host.Device;
import io.samforge.host.RunCounters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Computes the steps of a packed function on a device. A chain runs when its first step is asked
 * for; the steps behind it only take what it has delivered.
 */
public final class DeviceEngine implements StepEngine {
  private final UnitRunner runner;
  private final LongConsumer progress;
  private final UnitAttempts attempts;
  private final CodeListener listener;
  private final Map<String, ProgramUnit> unitOfStep = new HashMap<>();
  private final Map<String, OperandCodec> codecOfStep = new HashMap<>();
  private final Map<String, float[][]> finishedChains = new HashMap<>();
  private final Map<String, RunCounters> counters = new LinkedHashMap<>();

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
   * @param listener sees the codes of linear steps and of left sides of products
   */
  public DeviceEngine(
      UnitRunner runner,
      PackedFunction packed,
      LongConsumer progress,
      UnitAttempts attempts,
      CodeListener listener) {
    this.runner = runner;
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
    int last = unit.steps().size() - 1;
    if (index == 0) {
      byte[][] codes = codec(step, unit.layers().get(0)).encode(step.inputView(), floats(input));
      listener.encoded(step.name(), codes);
      finishedChains.put(
          unit.name(),
          attempts.of(
              unit.name(),
              () -> {
                CycleIncrements increments = new CycleIncrements(progress);
                RunCounters run = runner.run(unit, codes, increments);
                float[][] rows = runner.floats(unit.program().outputOf(last));
                count(unit.name(), run, increments);
                return rows;
              }));
    }
    if (index < last) {
      return new CodeTensor(null);
    }
    float[][] rows = finishedChains.remove(unit.name());
    if (rows == null) {
      throw new IllegalStateException(step.name() + " runs before " + unit.name());
    }
    return new FloatTensor(step.outputView().shape(), MatrixRows.tensor(step.outputView(), rows));
  }

  private OperandCodec codec(LinearStep step, PackedLayer layer) {
    return codecOfStep.computeIfAbsent(
        step.name(), name -> new OperandCodec(layer.input().operand(), step.channels()));
  }

  private static float[] floats(StepValue input) {
    return ((FloatTensor) input).data();
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
    int columns = step.columns();
    float[] output =
        new float[Math.multiplyExact(Math.multiplyExact(step.batch(), step.tokens()), columns)];
    int at = 0;
    for (int first = 0; first < step.batch(); first += unit.perRun()) {
      ProductRun products = runner.encode(unit, step, left, right, first);
      products.left().forEach(codes -> listener.encoded(step.name(), codes));
      for (float[][] rows : attempts.of(unit.name(), () -> results(unit, products))) {
        for (float[] row : rows) {
          System.arraycopy(row, 0, output, at, columns);
          at += columns;
        }
      }
    }
    return new FloatTensor(step.shape(), output);
  }

  private List<float[][]> results(ProductUnit unit, ProductRun products) {
    Program program = products.program();
    runner.write(unit, products);
    CycleIncrements increments = new CycleIncrements(progress);
    RunCounters run = runner.run(program, increments);
    List<float[][]> results = new ArrayList<>();
    for (int i = 0; i < program.layers().size(); i++) {
      results.add(runner.floats(program.outputOf(i)));
    }
    count(unit.name(), run, increments);
    return results;
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
