package io.samforge.rtl.gemm;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.rtl.dsp.Dsp48e2;
import io.samforge.rtl.dsp.PackedFields;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Four DSP48E2 in a row that multiply four slots by the weights of two lanes and add up: sixteen
 * products, four sums of four.
 *
 * <p>Link p takes slot p; its operand comes p cycles after that of link 0. Weights are loaded into
 * the first register of A, one link a cycle later than the one before, and become active with
 * {@code commit}. The sums come {@link #CYCLES} cycles after the operand of link 0, one of each per
 * cycle. No back-pressure, no reset; all registers are 0 from power-up on. Proved by {@code make
 * prove} (packed-sums).
 */
public final class DspCascade extends Module {
  /** Cycles from the operand of link 0 to the sums. */
  public static final int CYCLES = PackedFields.LINKS + 2;

  /** Pairs of weights, one a link. */
  final List<Bits> weights;

  /** Operands, one a link. */
  final List<Bits> operands;

  /** Centres the fields of the even lane; comes one cycle behind the operand of link 0. */
  final Bits bias;

  /** Loads weights, one a link. */
  final List<Bit> load;

  /** Makes loaded weights the active ones, one a link. */
  final List<Bit> commit;

  /** Sums of w * upsilon of the even and the odd lane. */
  final List<Signed> multiply;

  /** Sums of w * lambda of the even and the odd lane. */
  final List<Signed> shift;

  /** Creates the cascade. */
  public DspCascade() {
    int links = PackedFields.LINKS;
    weights = ports(i -> inputBits("weights_" + i, 2 * PackedFields.WEIGHT_BITS), links);
    operands = ports(i -> inputBits("operand_" + i, PackedOperands.operandBits()), links);
    bias = inputBits("bias", PackedFields.LANE_BITS);
    load = ports(i -> inputBit("load_" + i), links);
    commit = ports(i -> inputBit("commit_" + i), links);
    multiply = ports(i -> outputSigned("multiply_" + i, PackedFields.MULTIPLY_BITS), 2);
    shift = ports(i -> outputSigned("shift_" + i, PackedFields.SHIFT_BITS), 2);

    Dsp48e2 last = link(0, null);
    for (int i = 1; i < links; i++) {
      last = link(i, last);
    }
    Bits sum = wireBits("sum", Dsp48e2.SUM_BITS);
    sum.set(last.p);
    for (int lane = 0; lane < 2; lane++) {
      int low = lane * PackedFields.LANE_BITS;
      shift.get(lane).set(field(sum, low, PackedFields.SHIFT_BITS));
      multiply.get(lane).set(field(sum, low + PackedFields.SHIFT_BITS, PackedFields.MULTIPLY_BITS));
    }
    int used = 2 * PackedFields.LANE_BITS;
    unused("above_the_fields", sum.slice(used, Dsp48e2.SUM_BITS - used));
  }

  private Dsp48e2 link(int i, Dsp48e2 previous) {
    Dsp48e2 dsp = primitive("dsp_" + i, () -> new Dsp48e2(previous == null));
    dsp.tieOff();
    dsp.loadFirst.set(load.get(i));
    dsp.loadSecond.set(commit.get(i));
    int half = PackedFields.WEIGHT_BITS;
    Bits gap = zeros(PackedFields.LANE_BITS - half);
    Signed odd = weights.get(i).slice(half, half).signed();
    dsp.a.set(
        odd.extend(dsp.a.width() - PackedFields.LANE_BITS)
            .bits()
            .concat(gap)
            .concat(weights.get(i).slice(0, half)));
    Bits lambda = operands.get(i).slice(0, PackedFields.LAMBDA_BITS);
    Bits upsilon = operands.get(i).slice(PackedFields.LAMBDA_BITS, PackedFields.UPSILON_BITS);
    Bits low = zeros(PackedFields.SHIFT_BITS - PackedFields.LAMBDA_BITS).concat(lambda);
    dsp.b.set(upsilon.concat(low).unsigned().extend(Dsp48e2.B_BITS).bits());
    if (previous == null) {
      dsp.c.set(halves().concat(bias).unsigned().extend(Dsp48e2.SUM_BITS).bits());
    } else {
      dsp.cascadeFrom(previous);
    }
    return dsp;
  }

  /** Half the range of both fields of the odd lane. */
  private static Bits halves() {
    BigInteger multiply = BigInteger.ONE.shiftLeft(PackedFields.MULTIPLY_BITS - 1);
    BigInteger shift = BigInteger.ONE.shiftLeft(PackedFields.SHIFT_BITS - 1);
    return bits(multiply, PackedFields.MULTIPLY_BITS).concat(bits(shift, PackedFields.SHIFT_BITS));
  }

  private static Bits zeros(int width) {
    return bits(BigInteger.ZERO, width);
  }

  private static Signed field(Bits sum, int low, int bits) {
    Bit top = sum.bit(low + bits - 1);
    return top.not().bits().concat(sum.slice(low, bits - 1)).signed();
  }

  private static <T> List<T> ports(java.util.function.IntFunction<T> maker, int count) {
    List<T> ports = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> ports.add(maker.apply(i)));
    return List.copyOf(ports);
  }
}
