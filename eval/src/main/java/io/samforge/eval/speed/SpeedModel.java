package io.samforge.eval.speed;

import io.samforge.arch.program.LayerDescriptor;
import io.samforge.eval.network.Network;
import io.samforge.eval.network.NetworkLayer;
import io.samforge.host.RunCounters;
import io.samforge.sim.cycles.CycleModel;
import io.samforge.sim.cycles.MemoryTiming;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cycles of whole networks on an engine, from the exact cycle model.
 *
 * <p>Every step of a network is a program of its own, as the host starts it: the products of all
 * windows and heads follow each other, a descriptor each. Products of a step are equal and their
 * regions begin at pages, so from the second on they take the same time; only the last one, behind
 * which no descriptor is fetched, may differ.
 */
public final class SpeedModel {
  private static final int SIMULATED = 3;

  private final Engine engine;
  private final CycleModel model;
  private final MemoryTiming timing;
  private final Map<StepKey, StepCycles> known = new HashMap<>();

  private record StepKey(ProductShape shape, int count) {}

  /** Creates the model of an engine with a memory. */
  public SpeedModel(Engine engine, MemoryTiming timing) {
    this.engine = engine;
    this.timing = timing;
    this.model = new CycleModel(engine.config(), timing);
  }

  /**
   * Returns the cycles of a network.
   *
   * @throws io.samforge.arch.UserError if a product does not fit the engine's buffers
   */
  public NetworkCycles run(Network network) {
    List<StepCycles> steps = new ArrayList<>();
    for (NetworkLayer layer : network.layers()) {
      StepKey key = new StepKey(ProductShape.of(layer, engine), layer.count());
      steps.add(known.computeIfAbsent(key, k -> step(k.shape, k.count)).named(layer));
    }
    return new NetworkCycles(engine, timing, network, steps);
  }

  /**
   * Returns the cycles that tokens take to enter the array: a network never takes less, with
   * whatever memory, buffers and post-processor.
   */
  public static long leastCycles(Engine engine, Network network) {
    long cycles = 0;
    for (NetworkLayer layer : network.layers()) {
      ProductShape shape = ProductShape.of(layer, engine);
      long passes = (long) shape.chunks(engine.config()) * shape.outTiles(engine.config());
      cycles += passes * layer.tokens() * layer.count();
    }
    return cycles;
  }

  private StepCycles step(ProductShape shape, int count) {
    RunCounters counters;
    long layerCycles;
    if (count <= SIMULATED) {
      counters = simulate(shape, count);
      layerCycles = layerCycles(counters);
    } else {
      RunCounters two = simulate(shape, 2);
      RunCounters three = simulate(shape, SIMULATED);
      counters = repeated(two, three, count - 2L);
      layerCycles = layerCycles(two) + (count - 2L) * (layerCycles(three) - layerCycles(two));
    }
    CycleBudget budget = CycleBudget.of(engine.config(), shape, count, counters, layerCycles);
    return new StepCycles(null, counters, budget);
  }

  private RunCounters simulate(ProductShape shape, int count) {
    List<LayerDescriptor> program = Collections.nCopies(count, shape.descriptor(engine.config()));
    return model.run(program, 0);
  }

  /** Returns the first counters and some times what the second ones have more. */
  private static RunCounters repeated(RunCounters first, RunCounters second, long times) {
    return new RunCounters(
        more(first.cycles(), second.cycles(), times),
        more(first.busy(), second.busy(), times),
        more(first.stallWeight(), second.stallWeight(), times),
        more(first.stallActivation(), second.stallActivation(), times),
        more(first.stallDrain(), second.stallDrain(), times),
        more(first.readBeats(), second.readBeats(), times),
        more(first.writeBeats(), second.writeBeats(), times),
        List.of());
  }

  private static long more(long first, long second, long times) {
    return first + times * (second - first);
  }

  private static long layerCycles(RunCounters counters) {
    return counters.layers().stream().mapToLong(RunCounters.Layer::cycles).sum();
  }
}
