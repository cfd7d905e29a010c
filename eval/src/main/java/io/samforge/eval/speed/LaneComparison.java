package io.samforge.eval.speed;

import io.samforge.eval.network.Network;
import io.samforge.sim.cycles.MemoryTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Networks on engines of published numbers of lanes at one clock, with ideal memory and with DRAM.
 *
 * @param results every network on every engine with every memory
 */
public record LaneComparison(List<NetworkCycles> results) {
  /** Memory of 19.2 GB/s, 64 bytes per cycle of 300 MHz, that answers after 100 cycles. */
  public static final MemoryTiming DRAM = new MemoryTiming(100, 64);

  /** The memories of the comparison. */
  public static final List<MemoryTiming> MEMORIES = List.of(MemoryTiming.IDEAL, DRAM);

  /** Copies the list. */
  public LaneComparison {
    results = List.copyOf(results);
  }

  /**
   * Computes all cycles.
   *
   * @param progress hears the name of every result when it is there
   * @throws io.samforge.arch.UserError if a product does not fit an engine
   */
  public static LaneComparison of(
      List<Engine> engines, List<Network> networks, Consumer<String> progress) {
    List<NetworkCycles> results = new ArrayList<>();
    for (MemoryTiming memory : MEMORIES) {
      for (Engine engine : engines) {
        SpeedModel model = new SpeedModel(engine, memory);
        for (Network network : networks) {
          results.add(model.run(network));
          progress.accept(network.name() + " on " + engine.name());
        }
      }
    }
    return new LaneComparison(results);
  }

  /** Returns one result. */
  public NetworkCycles result(String network, String engine, MemoryTiming memory) {
    return results.stream()
        .filter(
            r ->
                r.network().name().equals(network)
                    && r.engine().name().equals(engine)
                    && r.timing().equals(memory))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no result of " + network + " on " + engine));
  }

  /** Returns how many times as fast a result is as the floating-point twin, at one clock. */
  public double speedup(NetworkCycles result) {
    NetworkCycles base = result(result.network().name(), PaperEngines.BASELINE, result.timing());
    return (double) base.cycles() / result.cycles();
  }

  /** Returns the speedup that the comparison is about. */
  public double headline() {
    return speedup(result("SAM-L", PaperEngines.HEADLINE, MemoryTiming.IDEAL));
  }
}
