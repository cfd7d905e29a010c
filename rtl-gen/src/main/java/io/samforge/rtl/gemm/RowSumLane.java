package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;
import java.util.ArrayList;
import java.util.List;

/**
 * The row sum R[t] = SUM_j m_j * SUM e, shared by all outputs to apply weight zero-points once.
 *
 * <p>The same pipeline as {@link OutputLane} with every weight equal to 1, on unsigned numbers.
 */
final class RowSumLane extends Module {
  final OperandPorts operands;
  final LaneControl control;

  /** The row sum that drains, one cycle after its address. */
  final Unsigned drained;

  RowSumLane(AcceleratorConfig config) {
    Widths widths = config.widths();
    Ports inputs = inputs();
    operands = OperandPorts.of(config, inputs);
    control = LaneControl.ports(config, inputs);
    drained = outputUnsigned("drained", widths.rowSum());

    List<Unsigned> lambdas = new ArrayList<>();
    for (int i = 0; i < config.reductionLanes(); i++) {
      Unsigned one = unsigned(1, widths.shiftLimit()).shiftLeft(operands.shift().get(i));
      lambdas.add(one.orElse(operands.enable().get(i), unsigned(0, widths.shiftLimit())));
    }
    Unsigned sumMultiply =
        AdderTree.sumUnsigned("multiply_sum", operands.upsilon(), control.multiplyEnable());
    Unsigned sumShift = AdderTree.sumUnsigned("shift_sum", lambdas, control.shiftEnable());
    Unsigned multiply = scale("scaled_multiply", sumMultiply, control.multiplierMultiply());
    Unsigned shift = scale("scaled_shift", sumShift, control.multiplierShift());
    Unsigned scaled = delayWhen("scaled", multiply.plusWide(shift), control.scaleEnable().get(1));
    drained.set(
        PartialSums.build(
            control,
            scaled.extend(widths.rowSum()),
            config.tokenDepth(),
            Bits::unsigned,
            Unsigned::plus,
            ""));
  }

  private Unsigned scale(String name, Unsigned sum, Unsigned multiplier) {
    return delayWhen(name, sum.times(multiplier), control.scaleEnable().get(0));
  }
}
