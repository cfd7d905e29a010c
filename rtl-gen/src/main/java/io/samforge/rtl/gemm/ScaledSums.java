package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;

/**
 * What a lane does with its two dot products: scale each by its multiplier, add both, accumulate.
 *
 * <p>ACC[t] (+)= m_multiply * D_multiply + m_shift * D_shift, exactly. Three cycles from the dot
 * products to the write of the partial sum. Shared by lanes in fabric and in DSPs.
 */
final class ScaledSums extends Module {
  private ScaledSums() {}

  /**
   * Builds it inside the calling module.
   *
   * @param prefix put in front of the names of registers and memories
   * @return the partial sum that drains, one cycle after its address
   */
  static Signed build(
      AcceleratorConfig config,
      LaneControl control,
      Signed dotMultiply,
      Signed dotShift,
      String prefix) {
    Bit first = control.scaleEnable().get(0);
    Signed multiply =
        scale(prefix + "scaled_multiply", dotMultiply, control.multiplierMultiply(), first);
    Signed shift = scale(prefix + "scaled_shift", dotShift, control.multiplierShift(), first);
    Signed scaled =
        delayWhen(prefix + "scaled", multiply.plusWide(shift), control.scaleEnable().get(1));
    return PartialSums.build(
        control,
        scaled.extend(config.widths().acc()),
        config.tokenDepth(),
        Bits::signed,
        Signed::plus,
        prefix);
  }

  private static Signed scale(String name, Signed dot, Unsigned multiplier, Bit enable) {
    // An unsigned 16-bit factor adds 16 bits; the 17th of the signed product is a copy of the sign.
    Signed product = dot.times(multiplier.signed()).truncate(dot.width() + multiplier.width());
    return delayWhen(name, product, enable);
  }
}
