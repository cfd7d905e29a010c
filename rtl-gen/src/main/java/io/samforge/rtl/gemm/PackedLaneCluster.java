package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;

/**
 * Pairs of packed lanes that share operands and control, as many lanes as a {@link LaneCluster};
 * elaborated once. No logic of its own but the selection of the pair whose weights are loaded.
 */
public final class PackedLaneCluster extends Module {
  /** Name of the Verilog module. */
  public static final String NAME = "PackedLaneCluster";

  /** Creates the cluster. */
  public PackedLaneCluster(AcceleratorConfig config) {
    fixVerilogName(NAME);
    PackedClusterPorts ports = PackedClusterPorts.of(config, inputs(), outputs());
    for (int i = 0; i < pairs(config); i++) {
      PackedLanePair pair = instance("pair_" + i, () -> new PackedLanePair(config));
      Bit here = ports.loadPair().eq(i);
      pair.load.set(ports.load().and(here));
      pair.feed.connectFrom(ports.feed());
      pair.control.connectFrom(ports.control());
      ports.drained().get(2 * i).set(pair.drained.get(0));
      ports.drained().get(2 * i + 1).set(pair.drained.get(1));
    }
  }

  static int pairs(AcceleratorConfig config) {
    return LaneCluster.lanes(config) / 2;
  }

  static int pairIndexBits(AcceleratorConfig config) {
    return LaneCluster.laneIndexBits(config) - 1;
  }
}
