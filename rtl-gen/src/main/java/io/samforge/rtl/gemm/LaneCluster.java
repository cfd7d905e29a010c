package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Module;

/**
 * Up to {@value #MAX_LANES} output lanes that share operands and control: one level of hierarchy
 * that is elaborated once and gives placement something to hold together. No logic of its own but
 * the selection of the lane whose weights are loaded.
 */
public final class LaneCluster extends Module {
  /** Name of the Verilog module. */
  public static final String NAME = "LaneCluster";

  static final int MAX_LANES = AcceleratorConfig.CLUSTER_LANES;

  /** Creates the cluster. */
  public LaneCluster(AcceleratorConfig config) {
    fixVerilogName(NAME);
    LaneClusterPorts ports = LaneClusterPorts.of(config, inputs(), outputs());
    for (int i = 0; i < lanes(config); i++) {
      OutputLane lane = instance("lane_" + i, () -> new OutputLane(config));
      lane.row.set(ports.row());
      lane.load.set(ports.load().and(ports.loadLane().eq(i)));
      lane.commit.set(ports.commit());
      lane.operands.connectFrom(ports.operands());
      lane.control.connectFrom(ports.control());
      ports.drained().get(i).set(lane.drained);
    }
  }

  static int lanes(AcceleratorConfig config) {
    return config.clusterLanes();
  }

  static int laneIndexBits(AcceleratorConfig config) {
    return Math.max(1, 31 - Integer.numberOfLeadingZeros(lanes(config)));
  }
}
