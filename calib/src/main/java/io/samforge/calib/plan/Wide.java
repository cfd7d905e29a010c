package io.samforge.calib.plan;

import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.GroupParameters;
import io.samforge.calib.quant.GroupedOperands;
import java.util.Arrays;

/** Makes operands of 8-bit codes. */
final class Wide {
  private Wide() {}

  /**
   * The operand that clips nothing inside of some ranges.
   *
   * @param ranges smallest and largest value of every channel
   * @param rows sampled values, shape [rows][channels]
   * @param digitBits activation bits of the array
   */
  static WideOperand of(ChannelRange[] ranges, FloatMatrix rows, int digitBits) {
    double[] equal = new double[ranges.length];
    Arrays.fill(equal, 1);
    CagOperand uniform =
        new GroupedOperands(ranges, rows, equal, WideOperand.BITS, GroupParameters.UNION, true)
            .operand(new int[ranges.length]);
    double scale = uniform.groups().get(0).scale();
    return new WideOperand(
        new UniformParameters(WideOperand.BITS, scale, 0), uniform.zeroPoint(), digitBits);
  }
}
