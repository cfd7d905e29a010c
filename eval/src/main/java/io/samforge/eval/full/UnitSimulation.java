package io.samforge.eval.full;

import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.pack.LinearUnit;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.ProductUnit;
import io.samforge.arch.pack.ProgramUnit;
import io.samforge.arch.program.Program;
import io.samforge.host.Device;
import io.samforge.host.run.CycleIncrements;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.OperandCodec;
import io.samforge.host.run.UnitRunner;
import java.util.function.LongConsumer;

/** Runs units on a device and compares every bit of every layer with the golden model. */
final class UnitSimulation {
  private final PackedFunction function;
  private final TensorFolder tensors;
  private final UnitRunner runner;

  /** Loads a function into a device. */
  UnitSimulation(ModelPackage model, String function, TensorFolder tensors, Device device) {
    this.function = model.function(function);
    this.tensors = tensors;
    this.runner = new UnitRunner(model, function, device);
  }

  /**
   * Runs one unit.
   *
   * @param index the unit's number
   * @param injectGoldenBit flip one bit of the expected output
   * @param progress told how many cycles have passed since it was told before
   */
  UnitResult run(int index, boolean injectGoldenBit, LongConsumer progress) {
    ProgramUnit unit = function.units().get(index);
    return unit instanceof LinearUnit linear
        ? chain(index, linear, injectGoldenBit, progress)
        : products(index, (ProductUnit) unit, injectGoldenBit, progress);
  }

  private UnitResult chain(
      int index, LinearUnit unit, boolean injectGoldenBit, LongConsumer progress) {
    UnitTensors data = new UnitTensors(tensors, index);
    UnitComparison comparison = new UnitComparison(index, unit.name(), "linear", injectGoldenBit);
    LinearStep first = (LinearStep) function.step(unit.name());
    byte[][] codes = codes(unit, first, data.input(first));
    comparison.ran(runner.run(unit, codes, new CycleIncrements(progress)));
    for (int i = 0; i < unit.steps().size(); i++) {
      LinearStep step = (LinearStep) function.step(unit.steps().get(i));
      boolean raw = unit.program().outputOf(i).raw();
      GoldenOutput golden = raw ? data.floats(i, step) : data.codes(i, step);
      comparison.compare(runner, unit.program(), 0, i, golden);
    }
    return comparison.result();
  }

  /** Returns the codes of the first operand of a chain. */
  static byte[][] codes(LinearUnit unit, LinearStep first, FloatTensor input) {
    return new OperandCodec(unit.layers().get(0).input().operand(), first.channels())
        .encode(first.inputView(), input.data());
  }

  private UnitResult products(
      int index, ProductUnit unit, boolean injectGoldenBit, LongConsumer progress) {
    UnitTensors data = new UnitTensors(tensors, index);
    UnitComparison comparison = new UnitComparison(index, unit.name(), "product", injectGoldenBit);
    ProductStep step = (ProductStep) function.step(unit.name());
    FloatTensor left = data.left(step);
    FloatTensor right = data.right(step);
    FloatTensor expected = data.output(step);
    for (int first = 0; first < step.batch(); first += unit.perRun()) {
      Program program = runner.prepare(unit, step, left, right, first);
      comparison.ran(runner.run(program, new CycleIncrements(progress)));
      for (int i = 0; i < program.layers().size(); i++) {
        GoldenOutput golden = UnitTensors.ofProduct(step, expected, first + i);
        comparison.compare(runner, program, first, i, golden);
      }
    }
    return comparison.result();
  }
}
