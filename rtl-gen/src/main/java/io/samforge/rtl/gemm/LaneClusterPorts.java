package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ports of a {@link LaneCluster}.
 *
 * @param row K weights
 * @param load writes the row into the lane {@code loadLane}
 * @param loadLane lane within the cluster
 * @param commit makes the shadow weights of all lanes active
 * @param operands the shared operands
 * @param control the shared control signals
 * @param drained one partial sum a lane
 */
record LaneClusterPorts(
    Bits row,
    Bit load,
    Unsigned loadLane,
    Bit commit,
    OperandPorts operands,
    LaneControl control,
    List<Signed> drained) {

  static LaneClusterPorts of(AcceleratorConfig config, Ports inputs, Ports outputs) {
    return new LaneClusterPorts(
        inputs.bits("row", config.reductionLanes() * config.weightBits()),
        inputs.bit("load"),
        inputs.unsigned("load_lane", LaneCluster.laneIndexBits(config)),
        inputs.bit("commit"),
        OperandPorts.of(config, inputs),
        LaneControl.ports(config, inputs),
        IntStream.range(0, LaneCluster.lanes(config))
            .mapToObj(i -> outputs.signed("drained_" + i, config.widths().acc()))
            .toList());
  }
}
