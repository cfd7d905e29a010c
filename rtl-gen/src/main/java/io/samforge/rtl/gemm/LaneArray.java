package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signal;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The M output lanes within the engine: the first {@code dspLanes} packed into DSPs, the others in
 * fabric.
 *
 * <p>Packed lanes have their dot products {@link PackedFeed#DELAY} cycles later than lanes in
 * fabric would. Where there are any, operands and weights of all other lanes wait as long, so that
 * everything behind the dot products happens at the same time in every lane.
 */
final class LaneArray extends Module {
  private LaneArray() {}

  /** Returns the cycles by which operands wait for packed lanes. */
  static int operandDelay(AcceleratorConfig config) {
    return config.isPacked() ? PackedFeed.DELAY : 0;
  }

  /** Returns the cycles from decoded operands to dot products. */
  static int dotLatency(AcceleratorConfig config) {
    return operandDelay(config) + DotProductLane.latency(config);
  }

  /**
   * Builds the lanes inside the calling module.
   *
   * @param sums takes one partial sum a lane
   * @return the operands as lanes in fabric take them
   */
  static OperandPorts build(
      AcceleratorConfig config,
      OperandPorts operands,
      LaneControl control,
      WeightLoad weights,
      List<Signed> sums) {
    if (!config.isPacked()) {
      fabric(config, operands, control, weights, sums);
      return operands;
    }
    packed(config, operands, control, weights, sums);
    OperandPorts late = delayed(operands);
    if (config.dspLanes() < config.outputLanes()) {
      fabric(config, late, control, delayed(weights), sums);
    }
    return late;
  }

  private static void packed(
      AcceleratorConfig config,
      OperandPorts operands,
      LaneControl control,
      WeightLoad weights,
      List<Signed> sums) {
    PackedFeed feed = instance("packed_feed", () -> new PackedFeed(config));
    feed.row.set(weights.row());
    feed.fire.set(weights.fire().get());
    feed.commit.set(weights.commit());
    feed.operands.connectFrom(operands);
    int lanes = LaneCluster.lanes(config);
    // The second row of a pair completes its weights; loading begins a cycle behind it.
    Bit odd = delayBit("packed_load", weights.fire().get().and(weights.lane().bit(0)));
    int pairBits = weights.lane().width() - 1;
    Unsigned pair = delay("packed_load_pair", weights.lane().slice(1, pairBits).unsigned());
    for (int c = 0; c < config.dspLanes() / lanes; c++) {
      PackedClusterPorts cluster =
          external("packed_cluster_" + c, () -> new PackedLaneClusterInstance(config)).ports;
      cluster.feed().connectFrom(feed.packed);
      cluster.load().set(odd.and(here(config, pair, c, lanes / 2)));
      cluster.loadPair().set(pair.truncate(PackedLaneCluster.pairIndexBits(config)));
      cluster.control().connectFrom(control);
      for (int i = 0; i < lanes; i++) {
        sums.get(c * lanes + i).set(cluster.drained().get(i));
      }
    }
  }

  private static void fabric(
      AcceleratorConfig config,
      OperandPorts operands,
      LaneControl control,
      WeightLoad weights,
      List<Signed> sums) {
    int lanes = LaneCluster.lanes(config);
    for (int c = config.dspLanes() / lanes; c < config.outputLanes() / lanes; c++) {
      LaneClusterPorts cluster =
          external("lane_cluster_" + c, () -> new LaneClusterInstance(config)).ports;
      cluster.row().set(weights.row());
      Bit here = here(config, weights.lane(), c, lanes);
      cluster.load().set(weights.fire().get().and(here));
      cluster.loadLane().set(weights.lane().truncate(LaneCluster.laneIndexBits(config)));
      cluster.commit().set(weights.commit());
      cluster.operands().connectFrom(operands);
      cluster.control().connectFrom(control);
      for (int i = 0; i < lanes; i++) {
        sums.get(c * lanes + i).set(cluster.drained().get(i));
      }
    }
  }

  /** Returns whether a lane, or a pair of lanes, is in one of the clusters of so many. */
  private static Bit here(AcceleratorConfig config, Unsigned index, int cluster, int each) {
    int low = 31 - Integer.numberOfLeadingZeros(each);
    return config.outputLanes() == LaneCluster.lanes(config)
        ? bit(true)
        : index.slice(low, index.width() - low).unsigned().eq(cluster);
  }

  private static OperandPorts delayed(OperandPorts operands) {
    return new OperandPorts(
        delayed("late_upsilon_", operands.upsilon()),
        delayed("late_shift_", operands.shift()),
        delayed("late_enable_", operands.enable()));
  }

  private static <S extends Signal<S>> List<S> delayed(String name, List<S> values) {
    return IntStream.range(0, values.size())
        .mapToObj(i -> delayBy(name + i, values.get(i), PackedFeed.DELAY))
        .toList();
  }

  private static WeightLoad delayed(WeightLoad weights) {
    int cycles = PackedFeed.DELAY;
    Bits row = delayBy("late_row", weights.row(), cycles);
    Bit fire = PassPipeline.bits("late_fire", weights.fire().get(), cycles).get(cycles);
    Unsigned lane = delayBy("late_lane", weights.lane(), cycles);
    Bit commit = PassPipeline.bits("late_commit", weights.commit(), cycles).get(cycles);
    return new WeightLoad(row, () -> fire, lane, commit);
  }
}
