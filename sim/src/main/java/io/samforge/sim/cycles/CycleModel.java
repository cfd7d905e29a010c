package io.samforge.sim.cycles;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.Program;
import io.samforge.host.RunCounters;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes how many cycles a program takes on a configuration.
 *
 * <p>Only control is modelled: who waits for whom, for how long. The counters equal those of the
 * Verilog exactly with any memory latency and bandwidth limit; random stalls are not modelled.
 * Cycles that are alike are skipped: those in which only a token moves, and whole output tiles and
 * token tiles that begin in a state in which an earlier one began.
 */
public final class CycleModel {
  private final AcceleratorConfig config;
  private final MemoryTiming timing;

  /** Creates a model with ideal memory. */
  public CycleModel(AcceleratorConfig config) {
    this(config, MemoryTiming.IDEAL);
  }

  /** Creates a model with a memory timing. */
  public CycleModel(AcceleratorConfig config, MemoryTiming timing) {
    this.config = config;
    this.timing = timing;
  }

  /** Returns the counters behind a program. */
  public RunCounters run(Program program) {
    List<LayerDescriptor> layers =
        IntStream.range(0, program.layers().size()).mapToObj(program::descriptor).toList();
    return run(layers, program.descriptorAddress());
  }

  /**
   * Returns the counters behind a list of layers.
   *
   * @param layers the descriptors in order
   * @param programAddress byte address of the first descriptor; its place within a 4 KiB page
   *     decides how reads are cut into bursts
   */
  public RunCounters run(List<LayerDescriptor> layers, long programAddress) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a program without layers");
    }
    return new CycleMachine(config, timing, layers, programAddress, true).run();
  }

  /** Returns the same, cycle by cycle: what skipping must not change. */
  RunCounters runEveryCycle(List<LayerDescriptor> layers, long programAddress) {
    return new CycleMachine(config, timing, layers, programAddress, false).run();
  }
}
