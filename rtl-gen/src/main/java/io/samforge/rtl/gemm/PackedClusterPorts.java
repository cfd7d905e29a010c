package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ports of a {@link PackedLaneCluster}.
 *
 * @param feed what all packed lanes share
 * @param load loads the weights of the pair {@code loadPair}
 * @param loadPair pair within the cluster
 * @param control the shared control signals
 * @param drained one partial sum a lane
 */
record PackedClusterPorts(
    PackedOperands feed, Bit load, Unsigned loadPair, LaneControl control, List<Signed> drained) {

  static PackedClusterPorts of(AcceleratorConfig config, Ports inputs, Ports outputs) {
    return new PackedClusterPorts(
        PackedOperands.of(config, inputs),
        inputs.bit("load"),
        inputs.unsigned("load_pair", PackedLaneCluster.pairIndexBits(config)),
        LaneControl.ports(config, inputs),
        IntStream.range(0, LaneCluster.lanes(config))
            .mapToObj(i -> outputs.signed("drained_" + i, config.widths().acc()))
            .toList());
  }
}
