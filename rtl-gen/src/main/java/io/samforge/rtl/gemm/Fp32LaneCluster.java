package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Up to {@value LaneCluster#MAX_LANES} lanes of the floating-point twin that share operands and
 * control. No logic of its own but the selection of the lane whose weights are loaded.
 */
final class Fp32LaneCluster extends Module {
  final Bits row;
  final Bit load;
  final Unsigned loadLane;
  final Bit commit;
  final List<Bits> operands;
  final Fp32LaneControl control;
  final List<Bits> drained;

  Fp32LaneCluster(AcceleratorConfig config) {
    int bits = Fp32Lane.NUMBER_BITS;
    int lanes = config.reductionLanes();
    row = inputBits("row", lanes * bits);
    load = inputBit("load");
    loadLane = inputUnsigned("load_lane", LaneCluster.laneIndexBits(config));
    commit = inputBit("commit");
    operands = IntStream.range(0, lanes).mapToObj(i -> inputBits("operand_" + i, bits)).toList();
    control = Fp32LaneControl.ports(config, inputs());
    drained =
        IntStream.range(0, LaneCluster.lanes(config))
            .mapToObj(i -> outputBits("drained_" + i, bits))
            .toList();
    for (int i = 0; i < drained.size(); i++) {
      Fp32Lane lane = instance("lane_" + i, () -> new Fp32Lane(config));
      lane.row.set(row);
      lane.load.set(load.and(loadLane.eq(i)));
      lane.commit.set(commit);
      for (int c = 0; c < lanes; c++) {
        lane.operands.get(c).set(operands.get(c));
      }
      lane.control.connectFrom(control);
      drained.get(i).set(lane.drained);
    }
  }
}
