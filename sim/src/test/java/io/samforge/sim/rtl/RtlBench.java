package io.samforge.sim.rtl;

import io.samforge.hdl.Module;
import io.samforge.hdl.VerilogEmitter;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelSource;
import java.util.Random;
import java.util.function.Supplier;

/** What the tests of hardware units share: emission, simulation, seeds and injected faults. */
final class RtlBench {
  private RtlBench() {}

  /** Emits a module and simulates it; for tests of few cycles. */
  static Simulation quick(String top, Supplier<? extends Module> constructor) {
    return Simulation.open(source(top, constructor), BuildOptions.quick());
  }

  /** Emits a module and simulates it; for tests of very many cycles. */
  static Simulation fast(String top, Supplier<? extends Module> constructor) {
    return Simulation.open(source(top, constructor), BuildOptions.fast());
  }

  /** Returns the Verilog of a module. */
  static ModelSource source(String top, Supplier<? extends Module> constructor) {
    return ModelSource.text(top, VerilogEmitter.emit("for a test", constructor));
  }

  /** Returns random numbers from the seed of {@code -Dsamforge.seed} and prints it. */
  static Random random(long testDefault) {
    long seed = TestDesigns.seed(testDefault);
    System.out.println("samforge.seed=" + seed);
    return new Random(seed);
  }

  /** Inverts the lowest bit of one value: the fault that every checker must notice. */
  static void flipBit(PortRows rows, int cycle, String port) {
    rows.set(cycle, port, rows.get(cycle, port) ^ 1);
  }
}
