package io.samforge.eval.explore;

import io.samforge.arch.UserError;
import io.samforge.eval.network.Network;
import io.samforge.eval.network.SamEncoder;
import io.samforge.eval.speed.LaneComparison;
import io.samforge.eval.speed.NetworkCycles;
import io.samforge.eval.speed.SpeedModel;
import io.samforge.sim.cycles.MemoryTiming;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is computed for a point: the cycles of a network with a memory. It is sent to other machines
 * as it is.
 *
 * @param network name of the network
 * @param dram whether the memory is DRAM of 19.2 GB/s and 100 cycles, or ideal
 */
public record PointTask(String network, boolean dram) implements Serializable {
  private static final List<SamEncoder> ENCODERS =
      List.of(SamEncoder.BASE, SamEncoder.LARGE, SamEncoder.HUGE);

  /** Refuses networks that are not built from dimensions. */
  public PointTask {
    if (ENCODERS.stream().noneMatch(encoder -> encoder.name().equals(network))) {
      throw new UserError(
          "network %s is unknown; allowed: %s"
              .formatted(
                  network,
                  ENCODERS.stream().map(SamEncoder::name).collect(Collectors.joining(", "))));
    }
  }

  /** Returns the products of the network. */
  Network products() {
    return ENCODERS.stream()
        .filter(encoder -> encoder.name().equals(network))
        .findFirst()
        .orElseThrow()
        .network();
  }

  /** Returns the least cycles that a point can take. */
  long leastCycles(DesignPoint point) {
    return SpeedModel.leastCycles(point.engine(), products());
  }

  /**
   * Returns the cycles of the network on a point, by the exact model.
   *
   * @throws UserError if a product does not fit its buffers
   */
  public NetworkCycles run(DesignPoint point) {
    MemoryTiming timing = dram ? LaneComparison.DRAM : MemoryTiming.IDEAL;
    return new SpeedModel(point.engine(), timing).run(products());
  }
}
