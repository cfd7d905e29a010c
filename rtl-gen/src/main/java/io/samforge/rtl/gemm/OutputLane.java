package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Signed;

/**
 * One output of the array: dot product, scale multipliers m_j, accumulation over the chunks.
 *
 * <p>ACC[t] (+)= m_multiply * D_multiply + m_shift * D_shift, exactly. Because m_j is applied to
 * every dot product, a change of the CAG group between two chunks costs no cycle. Latency {@link
 * #latency} cycles from the operand registers to the write of the partial sum; one token per cycle;
 * no back-pressure.
 */
final class OutputLane extends Module {
  final Bits row;
  final Bit load;
  final Bit commit;
  final OperandPorts operands;
  final LaneControl control;

  /** The partial sum that drains, one cycle after its address. */
  final Signed drained;

  OutputLane(AcceleratorConfig config) {
    row = inputBits("row", config.reductionLanes() * config.weightBits());
    load = inputBit("load");
    commit = inputBit("commit");
    Ports inputs = inputs();
    operands = OperandPorts.of(config, inputs);
    control = LaneControl.ports(config, inputs);
    drained = outputSigned("drained", config.widths().acc());

    DotProductLane dot = instance("dot_product", () -> new DotProductLane(config));
    dot.row.set(row);
    dot.load.set(load);
    dot.commit.set(commit);
    dot.operands.connectFrom(operands);
    for (int i = 0; i < DotProductLane.latency(config); i++) {
      dot.multiplyEnable.get(i).set(control.multiplyEnable().get(i));
      dot.shiftEnable.get(i).set(control.shiftEnable().get(i));
    }
    drained.set(ScaledSums.build(config, control, dot.dotMultiply, dot.dotShift, ""));
  }

  /** Returns the cycles from registered operands to the write of the partial sum. */
  static int latency(AcceleratorConfig config) {
    return DotProductLane.latency(config) + 2;
  }
}
