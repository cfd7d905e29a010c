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
import io.samforge.eval.WrongBit;
import io.samforge.host.run.ProductOperands;
import io.samforge.host.run.ProductRun;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.accel.MismatchLocator;
import io.samforge.sim.accel.MismatchReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs the program with the first wrong element of a unit again and finds where it comes from.
 *
 * @param model the package
 * @param function the function
 * @param tensors the golden tensors
 * @param folder where waveforms go
 */
record UnitLocator(ModelPackage model, String function, TensorFolder tensors, Path folder) {
  /**
   * Locates the first mismatch of a unit.
   *
   * @param injectGoldenBit whether one bit of the expectation was flipped
   * @return the finding, for a person
   */
  String locate(UnitResult result, boolean injectGoldenBit) {
    PackedFunction packed = model.function(function);
    ProgramUnit unit = packed.units().get(result.unit());
    UnitTensors data = new UnitTensors(tensors, result.unit());
    Program program;
    List<byte[][]> inputs;
    GoldenOutput golden;
    if (unit instanceof LinearUnit linear) {
      LinearStep first = (LinearStep) packed.step(unit.name());
      LinearStep wrong = (LinearStep) packed.step(unit.steps().get(result.layer()));
      program = linear.program();
      inputs = List.<byte[][]>of(UnitSimulation.codes(linear, first, data.input(first)));
      boolean raw = program.outputOf(result.layer()).raw();
      golden = raw ? data.floats(result.layer(), wrong) : data.codes(result.layer(), wrong);
    } else {
      ProductStep step = (ProductStep) packed.step(unit.name());
      ProductOperands operands = new ProductOperands(model.layers(function), step);
      ProductRun run =
          ProductRun.of(
              model.config(),
              (ProductUnit) unit,
              step,
              operands,
              data.left(step),
              data.right(step),
              result.program());
      program = run.program();
      inputs =
          IntStream.range(0, run.left().size())
              .mapToObj(i -> operands.left(data.left(step), result.program() + i))
              .toList();
      int product = result.program() + result.layer();
      golden = UnitTensors.ofProduct(step, data.output(step), product);
    }
    if (injectGoldenBit && result.program() == 0 && result.layer() == 0) {
      WrongBit.flip(golden);
    }
    Optional<MismatchReport> found =
        new MismatchLocator(
                model.config(), AcceleratorModels.fast(model.config()), MemoryModel.ideal(), folder)
            .locate(program, inputs, result.layer(), golden);
    return found
        .map(MismatchReport::text)
        .orElse(
            result.firstMismatch()
                + System.lineSeparator()
                + "a second run of the program alone agrees with the golden model: the first one"
                + " depended on what ran before");
  }
}
