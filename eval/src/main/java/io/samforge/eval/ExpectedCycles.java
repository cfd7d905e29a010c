package io.samforge.eval;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.pack.LinearUnit;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.ProductUnit;
import io.samforge.arch.pack.ProgramUnit;
import io.samforge.arch.program.Program;
import io.samforge.sim.cycles.CycleModel;
import java.util.List;
import java.util.stream.IntStream;

/** How long packed models will take on the accelerator and in its simulation. */
public final class ExpectedCycles {
  /**
   * Multipliers that one thread simulates a second, whether they work or not: {@code make bench}.
   */
  private static final double SIMULATED_MACS = 110e6;

  private static final int SAMPLED_PRODUCTS = 16;

  private ExpectedCycles() {}

  /** Returns about as many cycles as all units of a function take; computed in a few seconds. */
  public static long of(ModelPackage model, String function) {
    PackedFunction packed = model.function(function);
    return packed.units().stream().mapToLong(unit -> of(model.config(), packed, unit)).sum();
  }

  /**
   * Returns as many cycles as one unit of a function takes on ideal memory. For products it is
   * estimated from the first few of them, which are all alike.
   */
  public static long of(AcceleratorConfig config, PackedFunction function, ProgramUnit unit) {
    CycleModel model = new CycleModel(config);
    if (unit instanceof LinearUnit linear) {
      return model.run(linear.program()).cycles();
    }
    ProductUnit product = (ProductUnit) unit;
    ProductStep step = (ProductStep) function.step(unit.name());
    int count = Math.min(SAMPLED_PRODUCTS, Math.min(product.perRun(), step.batch()));
    // The cycles depend on the descriptors alone.
    List<byte[]> any = IntStream.range(0, count).mapToObj(i -> new byte[0]).toList();
    Program program = product.program(config, step, 0, any);
    return model.run(program).cycles() * step.batch() / count;
  }

  /** Returns about as many seconds as one thread simulates so many cycles. */
  public static double simulationSeconds(AcceleratorConfig config, long cycles) {
    return (double) cycles * config.reductionLanes() * config.outputLanes() / SIMULATED_MACS;
  }
}
