package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.rtl.dsp.PackedFields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two neighbouring output lanes of K multiply-accumulates each in K DSP48E2: the counterpart of two
 * {@link DotProductLane}s.
 *
 * <p>K/4 cascades add up four slots each; adder trees in fabric add up the cascades. The weights
 * live in the registers of the DSPs. Latency {@link PackedFeed#SUM_CYCLES} cycles and the stages of
 * the trees from the decoded operands to the sums; one dot product of each lane per cycle; no
 * back-pressure, no reset. Golden counterpart: the sums D of {@code GoldenModel}.
 */
final class PackedDotProduct extends Module {
  final PackedOperands feed;

  /** Loads the weights of both lanes into the first link; the others follow. */
  final Bit load;

  /** One enable a stage for the trees of the multiply path. */
  final List<Bit> multiplyEnable;

  /** One enable a stage for the trees of the shift path. */
  final List<Bit> shiftEnable;

  /** Sums of the multiply path of the even and the odd lane. */
  final List<Signed> dotMultiply;

  /** Sums of the shift path of the even and the odd lane. */
  final List<Signed> dotShift;

  PackedDotProduct(AcceleratorConfig config) {
    int cascades = config.reductionLanes() / PackedFields.LINKS;
    int stages = AdderTree.latency(cascades);
    feed = PackedOperands.of(config, inputs());
    load = inputBit("load");
    multiplyEnable = bits("multiply_enable", stages);
    shiftEnable = bits("shift_enable", stages);
    int multiplyBits = config.widths().dotMul();
    int shiftBits = config.widths().dotShift();
    dotMultiply =
        List.of(
            outputSigned("dot_multiply_0", multiplyBits),
            outputSigned("dot_multiply_1", multiplyBits));
    dotShift =
        List.of(outputSigned("dot_shift_0", shiftBits), outputSigned("dot_shift_1", shiftBits));

    List<DspCascade> built = cascades(cascades);
    for (int lane = 0; lane < 2; lane++) {
      int l = lane;
      List<Signed> products = built.stream().map(cascade -> cascade.multiply.get(l)).toList();
      List<Signed> shifted = built.stream().map(cascade -> cascade.shift.get(l)).toList();
      Signed multiply = AdderTree.sumSigned("multiply_sum_" + lane, products, multiplyEnable);
      dotMultiply.get(lane).set(multiply.extend(multiplyBits));
      Signed shift = AdderTree.sumSigned("shift_sum_" + lane, shifted, shiftEnable);
      dotShift.get(lane).set(shift.extend(shiftBits));
    }
  }

  private List<DspCascade> cascades(int count) {
    List<Bit> loads = new ArrayList<>(List.of(load));
    for (int link = 1; link < PackedFields.LINKS; link++) {
      loads.add(delay("load_" + link, loads.get(link - 1)));
    }
    List<DspCascade> built = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      DspCascade cascade = instance("cascade_" + j, DspCascade::new);
      cascade.bias.set(feed.bias().get(j));
      for (int link = 0; link < PackedFields.LINKS; link++) {
        int slot = j * PackedFields.LINKS + link;
        cascade.weights.get(link).set(feed.weights().get(slot));
        cascade.operands.get(link).set(feed.operands().get(slot));
        cascade.load.get(link).set(loads.get(link));
        cascade.commit.get(link).set(feed.commit().get(link));
      }
      built.add(cascade);
    }
    return built;
  }

  private List<Bit> bits(String name, int count) {
    return IntStream.range(0, count).mapToObj(stage -> inputBit(name + "_" + stage)).toList();
  }
}
