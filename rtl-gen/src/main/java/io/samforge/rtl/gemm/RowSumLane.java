package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;
import java.util.ArrayList;
import java.util.List;

/**
 * The row sum R[t] = SUM_j m_j * SUM e, shared by all outputs to apply weight zero-points once.
 *
 * <p>The same pipeline as {@link OutputLane} with every weight equal to 1, on unsigned numbers. Its
 * two products take DSPs or are sums in fabric ({@link GemmEngine#rowSumDsps}).
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
    BinaryProduct scale = GemmEngine.rowSumDsps(config) > 0 ? this::inDsp : this::inFabric;
    Unsigned multiply = scale.of("scaled_multiply", sumMultiply, control.multiplierMultiply());
    Unsigned shift = scale.of("scaled_shift", sumShift, control.multiplierShift());
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

  /** A product with the latency of one register. */
  private interface BinaryProduct {
    Unsigned of(String name, Unsigned sum, Unsigned multiplier);
  }

  private Unsigned inDsp(String name, Unsigned sum, Unsigned multiplier) {
    return delayWhen(name, sum.times(multiplier), control.scaleEnable().get(0));
  }

  /** The same in fabric: each half of the multiplier registers a sum, both are added behind it. */
  private Unsigned inFabric(String name, Unsigned sum, Unsigned multiplier) {
    int half = multiplier.width() / 2;
    Bit enable = control.scaleEnable().get(0);
    Unsigned low = delayWhen(name + "_low", product(sum, multiplier.slice(0, half)), enable);
    Unsigned high = delayWhen(name + "_high", product(sum, multiplier.slice(half, half)), enable);
    int bits = sum.width() + multiplier.width();
    return high.shiftLeft(half).extend(bits).plus(low.extend(bits));
  }

  /** Returns sum times factor, added up two by two. */
  private static Unsigned product(Unsigned sum, Bits factor) {
    List<Unsigned> terms = new ArrayList<>();
    int bits = sum.width() + factor.width();
    for (int i = 0; i < factor.width(); i++) {
      Unsigned term = sum.orElse(factor.bit(i), unsigned(0, sum.width()));
      terms.add(term.shiftLeft(i).extend(bits));
    }
    while (terms.size() > 1) {
      List<Unsigned> next = new ArrayList<>();
      for (int i = 0; i < terms.size(); i += 2) {
        next.add(i + 1 < terms.size() ? terms.get(i).plus(terms.get(i + 1)) : terms.get(i));
      }
      terms = next;
    }
    return terms.get(0);
  }
}
