package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import java.util.List;

/**
 * Two neighbouring outputs of the array whose products share DSPs: the counterpart of two {@link
 * OutputLane}s, with the same timing behind the dot products.
 */
final class PackedLanePair extends Module {
  final PackedOperands feed;

  /** Loads the weights of both lanes, one cycle before the first link takes them. */
  final Bit load;

  final LaneControl control;

  /** The partial sums of the even and the odd lane that drain, one cycle after their address. */
  final List<Signed> drained;

  PackedLanePair(AcceleratorConfig config) {
    feed = PackedOperands.of(config, inputs());
    load = inputBit("load");
    control = LaneControl.ports(config, inputs());
    int bits = config.widths().acc();
    drained = List.of(outputSigned("drained_0", bits), outputSigned("drained_1", bits));

    PackedDotProduct dot = instance("dot_product", () -> new PackedDotProduct(config));
    dot.feed.connectFrom(feed);
    dot.load.set(delay("load_first", load));
    // The trees are one stage shorter than those of lanes in fabric: the cascades add the rest.
    for (int i = 0; i < dot.multiplyEnable.size(); i++) {
      dot.multiplyEnable.get(i).set(control.multiplyEnable().get(i + 1));
      dot.shiftEnable.get(i).set(control.shiftEnable().get(i + 1));
    }
    unused("first_multiply_enable", control.multiplyEnable().get(0));
    unused("first_shift_enable", control.shiftEnable().get(0));
    for (int lane = 0; lane < 2; lane++) {
      Signed multiply = dot.dotMultiply.get(lane);
      Signed shift = dot.dotShift.get(lane);
      String prefix = lane == 0 ? "even_" : "odd_";
      drained.get(lane).set(ScaledSums.build(config, control, multiply, shift, prefix));
    }
  }
}
