package io.samforge.eval.speed;

import io.samforge.eval.network.Network;
import io.samforge.sim.cycles.MemoryTiming;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The cycles of a network on an engine.
 *
 * @param engine the engine
 * @param timing the memory
 * @param network the network
 * @param steps its steps in order
 */
public record NetworkCycles(
    Engine engine, MemoryTiming timing, Network network, List<StepCycles> steps) {
  /** Copies the list. */
  public NetworkCycles {
    steps = List.copyOf(steps);
  }

  /** Returns all cycles. */
  public long cycles() {
    return sum(step -> step.counters().cycles());
  }

  /** Returns the bytes read from and written to memory. */
  public long memoryBytes() {
    int beat = engine.config().beatBytes();
    return beat * sum(step -> step.counters().readBeats() + step.counters().writeBeats());
  }

  /** Returns what all cycles are spent on. */
  public CycleBudget budget() {
    return steps.stream().map(StepCycles::budget).reduce(CycleBudget.NONE, CycleBudget::plus);
  }

  /** Returns the share of all lanes and cycles that computes the network. */
  public double utilisation() {
    return (double) network.macs() / cycles() / engine.lanes();
  }

  /** Returns the seconds for one picture at a clock. */
  public double seconds(int clockMHz) {
    return cycles() / (clockMHz * 1e6);
  }

  private long sum(ToLongFunction<StepCycles> count) {
    return steps.stream().mapToLong(count).sum();
  }
}
