package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * K multiply-accumulates of one output: the multiply path sums upsilon * w, the shift path sums w
 * shifted left.
 *
 * <p>Weights are double-buffered: {@code load} writes a row into the shadow registers, {@code
 * commit} makes the shadow row the active one at the same clock edge that brings the first operands
 * of the new pass. Latency {@link #latency} cycles from the operand registers to the two sums; one
 * dot product per cycle; no back-pressure; data registers have no reset. Each stage loads only
 * while its enable is 1. Golden counterpart: the sums D of {@code GoldenModel}.
 */
final class DotProductLane extends Module {
  /** K weights of bw bits, the first in the least significant bits. */
  final Bits row;

  /** Writes {@link #row} into the shadow registers. */
  final Bit load;

  /** Copies the shadow registers into the active ones. */
  final Bit commit;

  final OperandPorts operands;

  /** One enable a stage for the multiply path. */
  final List<Bit> multiplyEnable;

  /** One enable a stage for the shift path. */
  final List<Bit> shiftEnable;

  /** Sum of the multiply path. */
  final Signed dotMultiply;

  /** Sum of the shift path. */
  final Signed dotShift;

  DotProductLane(AcceleratorConfig config) {
    int lanes = config.reductionLanes();
    int bits = config.weightBits();
    Widths widths = config.widths();
    row = inputBits("row", lanes * bits);
    load = inputBit("load");
    commit = inputBit("commit");
    operands = OperandPorts.of(config, inputs());
    multiplyEnable = enables("multiply_enable", lanes);
    shiftEnable = enables("shift_enable", lanes);
    dotMultiply = outputSigned("dot_multiply", widths.dotMul());
    dotShift = outputSigned("dot_shift", widths.dotShift());

    List<Signed> products = new ArrayList<>();
    List<Signed> shifted = new ArrayList<>();
    int productBits = bits + config.activationBits();
    int shiftedBits = bits + widths.shiftLimit() - 1;
    for (int i = 0; i < lanes; i++) {
      Signed weight = weight(i, row.slice(i * bits, bits).signed());
      products.add(operands.upsilon().get(i).signed().times(weight).truncate(productBits));
      shifted.add(
          weight
              .extend(shiftedBits)
              .shiftLeft(operands.shift().get(i))
              .orElse(operands.enable().get(i), signed(0, shiftedBits)));
    }
    dotMultiply.set(
        AdderTree.sumSigned("multiply_sum", products, multiplyEnable).extend(widths.dotMul()));
    dotShift.set(AdderTree.sumSigned("shift_sum", shifted, shiftEnable).extend(widths.dotShift()));
  }

  /** Returns the cycles from registered operands to registered sums. */
  static int latency(AcceleratorConfig config) {
    return AdderTree.latency(config.reductionLanes());
  }

  private List<Bit> enables(String name, int lanes) {
    return IntStream.range(0, AdderTree.latency(lanes))
        .mapToObj(stage -> inputBit(name + "_" + stage))
        .toList();
  }

  private Signed weight(int index, Signed loaded) {
    Signed shadow = delayWhen("weight_shadow_" + index, loaded, load);
    return delayWhen("weight_" + index, shadow, commit);
  }
}
