package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Up to {@value #MAX_LANES} output lanes that share operands and control: one level of hierarchy
 * that keeps elaboration quick and gives placement something to hold together. No logic of its own
 * but the selection of the lane whose weights are loaded.
 */
final class LaneCluster extends Module {
  static final int MAX_LANES = 16;

  final Bits row;
  final Bit load;

  /** The lane, within this cluster, that {@link #load} addresses. */
  final Unsigned loadLane;

  final Bit commit;
  final OperandPorts operands;
  final LaneControl control;
  final List<Signed> drained;

  LaneCluster(AcceleratorConfig config) {
    int lanes = lanes(config);
    row = inputBits("row", config.reductionLanes() * config.weightBits());
    load = inputBit("load");
    loadLane = inputUnsigned("load_lane", laneIndexBits(config));
    commit = inputBit("commit");
    Ports inputs = inputs();
    operands = OperandPorts.of(config, inputs);
    control = LaneControl.ports(config, inputs);
    drained =
        IntStream.range(0, lanes)
            .mapToObj(i -> outputSigned("drained_" + i, config.widths().acc()))
            .toList();
    for (int i = 0; i < lanes; i++) {
      OutputLane lane = instance("lane_" + i, () -> new OutputLane(config));
      lane.row.set(row);
      lane.load.set(load.and(loadLane.eq(i)));
      lane.commit.set(commit);
      lane.operands.connectFrom(operands);
      lane.control.connectFrom(control);
      drained.get(i).set(lane.drained);
    }
  }

  static int lanes(AcceleratorConfig config) {
    return Math.min(MAX_LANES, config.outputLanes());
  }

  static int laneIndexBits(AcceleratorConfig config) {
    return Math.max(1, 31 - Integer.numberOfLeadingZeros(lanes(config)));
  }
}
