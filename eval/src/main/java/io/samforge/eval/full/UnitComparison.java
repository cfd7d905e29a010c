package io.samforge.eval.full;

import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.eval.WrongBit;
import io.samforge.host.RunCounters;
import io.samforge.host.run.UnitRunner;
import io.samforge.sim.accel.Mismatch;
import java.util.List;
import java.util.Optional;

/** Counts what the runs of one unit did and compares their outputs. */
final class UnitComparison {
  private final int unit;
  private final String name;
  private final String kind;
  private final boolean injectGoldenBit;
  private final long start = System.nanoTime();
  private RunCounters counters = new RunCounters(0, 0, 0, 0, 0, 0, 0, List.of());
  private int programs;
  private int layers;
  private long macs;
  private long elements;
  private long mismatches;
  private Mismatch first;
  private int programOfFirst = -1;

  /**
   * Starts with nothing.
   *
   * @param injectGoldenBit flip one bit of the first expected output
   */
  UnitComparison(int unit, String name, String kind, boolean injectGoldenBit) {
    this.unit = unit;
    this.name = name;
    this.kind = kind;
    this.injectGoldenBit = injectGoldenBit;
  }

  /** Adds a run. */
  void ran(RunCounters run) {
    programs++;
    RunCounters sum = counters.plus(run);
    counters =
        new RunCounters(
            sum.cycles(),
            sum.busy(),
            sum.stallWeight(),
            sum.stallActivation(),
            sum.stallDrain(),
            sum.readBeats(),
            sum.writeBeats(),
            List.of());
  }

  /**
   * Compares the output of a layer, which is in device memory, with the golden model.
   *
   * @param run the first product of the run, 0 for a chain
   */
  void compare(UnitRunner runner, Program program, int run, int layer, GoldenOutput golden) {
    if (injectGoldenBit && layers == 0) {
      WrongBit.flip(golden);
    }
    ProgramTensor tensor = program.outputOf(layer);
    layers++;
    macs += program.layers().get(layer).macs();
    elements += (long) tensor.tokens() * tensor.slots().slots();
    Optional<Mismatch> found = Mismatch.find(program, layer, golden, runner.memory(tensor));
    if (found.isPresent()) {
      mismatches += found.get().differing();
      if (first == null) {
        first = found.get();
        programOfFirst = run;
      }
    }
  }

  /** Returns what was found. */
  UnitResult result() {
    return new UnitResult(
        unit,
        name,
        kind,
        programs,
        layers,
        macs,
        elements,
        mismatches,
        first == null ? "" : first.text(),
        programOfFirst,
        first == null ? -1 : first.layerIndex(),
        counters,
        (System.nanoTime() - start) / 1e9);
  }
}
