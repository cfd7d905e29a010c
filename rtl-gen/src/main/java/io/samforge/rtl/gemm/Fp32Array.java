package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Builds the lanes of the floating-point twin, their operand registers and control signals. */
final class Fp32Array extends Module {
  private Fp32Array() {}

  /**
   * What the engine gives its lanes.
   *
   * @param word the word read from the activation buffer: K floats
   * @param valid a token's valid flag after 0, 1, ... cycles
   * @param weightRow a row of K weights
   * @param load the row is taken
   * @param loadLane the lane of the row
   * @param commit makes the loaded weights the active ones
   */
  record Feed(
      Bits word, List<Bit> valid, Bits weightRow, Bit load, Unsigned loadLane, Bit commit) {}

  /** Returns the cycles from the issue of a token to the cycle in which its sum is written. */
  static int writeStage(AcceleratorConfig config) {
    return 2 + Fp32Lane.latency(config);
  }

  /** Builds the lanes inside the calling module and drives the sums that drain. */
  static void build(
      AcceleratorConfig config,
      GemmSequencer sequencer,
      DrainController drain,
      Feed feed,
      List<Signed> sums) {
    int bits = Fp32Lane.NUMBER_BITS;
    List<Bits> operands =
        IntStream.range(0, config.reductionLanes())
            .mapToObj(
                i ->
                    delayWhen(
                        "operand_reg_" + i, feed.word.slice(i * bits, bits), feed.valid.get(1)))
            .toList();
    Fp32LaneControl control = control(config, sequencer, drain, feed.valid);
    int first = 0;
    for (int c = 0; first < config.outputLanes(); c++) {
      AcceleratorConfig part = clusterOf(config, config.outputLanes() - first);
      int clusterLanes = LaneCluster.lanes(part);
      int inClusterBits = LaneCluster.laneIndexBits(part);
      Fp32LaneCluster cluster = instance("lane_cluster_" + c, () -> new Fp32LaneCluster(part));
      cluster.row.set(feed.weightRow);
      int highBits = feed.loadLane.width() - inClusterBits;
      Bit here =
          highBits == 0
              ? bit(true)
              : feed.loadLane.slice(inClusterBits, highBits).unsigned().eq(first / clusterLanes);
      cluster.load.set(feed.load.and(here));
      cluster.loadLane.set(feed.loadLane.truncate(inClusterBits));
      cluster.commit.set(feed.commit);
      for (int i = 0; i < operands.size(); i++) {
        cluster.operands.get(i).set(operands.get(i));
      }
      cluster.control.connectFrom(control);
      for (int i = 0; i < clusterLanes; i++) {
        sums.get(first + i).set(cluster.drained.get(i).signed());
      }
      first += clusterLanes;
    }
  }

  /**
   * Returns what a cluster is built from: the widest one, a power of two, that lanes are left for.
   */
  private static AcceleratorConfig clusterOf(AcceleratorConfig config, int lanesLeft) {
    return config.withOutputLanes(
        Math.min(LaneCluster.MAX_LANES, Integer.highestOneBit(lanesLeft)));
  }

  private static Fp32LaneControl control(
      AcceleratorConfig config, GemmSequencer sequencer, DrainController drain, List<Bit> valid) {
    int write = writeStage(config);
    int add = 2 + Fp32Lane.dotLatency(config);
    int read = add - 1;
    int tokenBits = LaneControl.tokenBits(config);
    List<Bit> bank = PassPipeline.bits("sum_bank", sequencer.sumBank, write);
    Unsigned tokenAtRead = PassPipeline.value("token", sequencer.token.truncate(tokenBits), read);
    Unsigned drainToken = drain.token.truncate(tokenBits);
    List<Bit> readEnable = new ArrayList<>();
    List<Unsigned> readAddress = new ArrayList<>();
    for (int b = 0; b < 2; b++) {
      Bit accumulates = valid.get(read).and(b == 1 ? bank.get(read) : bank.get(read).not());
      Bit drains = drain.issue.and(b == 1 ? drain.bank : drain.bank.not());
      readEnable.add(accumulates.or(drains));
      readAddress.add(tokenAtRead.orElse(accumulates, drainToken));
    }
    return new Fp32LaneControl(
        PassPipeline.value("first_chunk", sequencer.firstChunk, add),
        bank.get(add),
        valid.get(write),
        bank.get(write),
        PassPipeline.value("token_to_write", tokenAtRead, write - read),
        readEnable,
        readAddress,
        delayBit("drain_bank_delayed", drain.bank));
  }
}
