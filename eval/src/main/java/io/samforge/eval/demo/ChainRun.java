package io.samforge.eval.demo;

import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.calib.CalibratedChain;
import io.samforge.calib.ChainAccuracy;
import io.samforge.calib.ChainAccuracy.LayerAccuracy;
import io.samforge.eval.WrongBit;
import io.samforge.host.RunCounters;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.accel.Mismatch;
import io.samforge.sim.accel.ProgramRunner;
import io.samforge.sim.verilator.ModelLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One program on the simulated accelerator and on the golden model.
 *
 * @param chain the layers, their input and the float references
 * @param program the layers compiled
 * @param library the simulated accelerator
 * @param memory timing of the device memory
 * @param injectGoldenBit flip one bit of the expected output of the first layer
 */
record ChainRun(
    CalibratedChain chain,
    Program program,
    ModelLibrary library,
    MemoryModel memory,
    boolean injectGoldenBit) {
  // A program that needs so many times the expected cycles does not end at all.
  private static final long PATIENCE = 50;
  private static final long SHORTEST_PATIENCE = 10_000_000;

  /** Runs the program in ideal memory and compares all outputs with the golden model. */
  static ChainRun of(CalibratedChain chain, Program program, ModelLibrary library) {
    return new ChainRun(chain, program, library, MemoryModel.ideal(), false);
  }

  /** The same run with a wrong expectation, if wanted. */
  ChainRun withGoldenBit(boolean inject) {
    return new ChainRun(chain, program, library, memory, inject);
  }

  /** The same run with another memory. */
  ChainRun withMemory(MemoryModel wanted) {
    return new ChainRun(chain, program, library, wanted, injectGoldenBit);
  }

  /** About as many cycles as the run takes. */
  long expectedCycles() {
    return program.expectedCycles();
  }

  /**
   * Runs and compares; one result for each layer.
   *
   * @param progress is told now and then how many cycles have been simulated
   * @throws io.samforge.sim.SimulationException if the hardware reports an error or never ends
   */
  List<LayerResult> run(LongConsumer progress) {
    AcceleratorOptions options =
        AcceleratorOptions.of(program.config().dramBytes()).withoutJournal().withMemory(memory);
    try (AcceleratorSimulation simulation = AcceleratorSimulation.open(library, options)) {
      ProgramRunner runner = new ProgramRunner(program.config(), simulation);
      runner.load(program);
      runner.writeInput(program.inputOf(0), chain.inputCodes());
      long budget = Math.max(SHORTEST_PATIENCE, PATIENCE * expectedCycles());
      RunCounters counters = runner.run(program, budget, progress);
      List<LayerAccuracy> golden = new ChainAccuracy(new GoldenModel()).of(chain);
      if (injectGoldenBit) {
        WrongBit.flip(golden.get(0).output());
      }
      List<LayerResult> results = new ArrayList<>();
      for (int i = 0; i < golden.size(); i++) {
        results.add(
            result(i, counters.layers().get(i), compare(runner, i, golden.get(i)), golden.get(i)));
      }
      return results;
    }
  }

  private Optional<Difference> compare(ProgramRunner runner, int layer, LayerAccuracy accuracy) {
    ProgramTensor tensor = program.outputOf(layer);
    int bytes = Math.toIntExact(tensor.layout(program.config()).bytes());
    byte[] found = runner.simulation().readMemory(tensor.address(), bytes);
    return Mismatch.find(program, layer, accuracy.output(), found)
        .map(mismatch -> new Difference(this, accuracy.output(), mismatch));
  }

  private LayerResult result(
      int index,
      RunCounters.Layer counters,
      Optional<Difference> difference,
      LayerAccuracy accuracy) {
    GemmLayer layer = chain.layers().get(index).layer();
    return new LayerResult(
        program.config(),
        layer.name(),
        OperandKind.of(layer.operand()).name(),
        layer.tokens(),
        layer.channels(),
        layer.outputs(),
        layer.macs(),
        counters,
        difference,
        accuracy.outputDecibels(),
        accuracy.linearDecibels());
  }
}
