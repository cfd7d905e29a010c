package io.samforge.rtl.gemm;

import static io.samforge.rtl.dsp.PackedFields.LAMBDA_BITS;
import static io.samforge.rtl.dsp.PackedFields.LINKS;
import static io.samforge.rtl.dsp.PackedFields.MULTIPLY_BITS;
import static io.samforge.rtl.dsp.PackedFields.SHIFT_BITS;
import static io.samforge.rtl.dsp.PackedFields.WEIGHT_BITS;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.util.List;

/**
 * Prepares once what all packed lanes multiply: lambda and upsilon as one factor, weights of two
 * lanes as the other, and the addend that centres the fields.
 *
 * <p>Link p of a cascade works p cycles behind the first, so its operands, weights and commit come
 * p cycles later. Operands leave 1 + p cycles behind {@link #operands}; weights and commit 2 + p
 * cycles behind {@link #weights}, because the cascade has one more register for operands. One token
 * and one row per cycle; no back-pressure; no reset.
 */
final class PackedFeed extends Module {
  /** Cycles by which everything beside packed lanes waits for them. */
  static final int DELAY = 6;

  /** Cycles behind the decoded operands after which the last link has the sum of a cascade. */
  static final int SUM_CYCLES = 7;

  final Bits row;
  final Bit fire;
  final Bit commit;
  final OperandPorts operands;
  final PackedOperands packed;

  PackedFeed(AcceleratorConfig config) {
    int slots = config.reductionLanes();
    row = inputBits("row", slots * WEIGHT_BITS);
    fire = inputBit("fire");
    commit = inputBit("commit");
    operands = OperandPorts.of(config, inputs());
    packed = PackedOperands.of(config, outputs());

    Bits rowBefore = delayWhen("row_before", row, fire);
    for (int i = 0; i < slots; i++) {
      int link = i % LINKS;
      Bits odd = row.slice(i * WEIGHT_BITS, WEIGHT_BITS);
      Bits even = plusHalf(rowBefore.slice(i * WEIGHT_BITS, WEIGHT_BITS));
      Bits weights = delayBy("weights_" + i + "_delay", odd.concat(even), 2 + link);
      packed.weights().get(i).set(weights);
      Bits operand = operands.upsilon().get(i).bits().concat(lambda(i).bits());
      packed.operands().get(i).set(delayBy("operand_" + i + "_delay", operand, 1 + link));
    }
    for (int link = 0; link < LINKS; link++) {
      packed.commit().get(link).set(delayBy("commit_" + link + "_delay", commit, 2 + link));
    }
    for (int cascade = 0; cascade < slots / LINKS; cascade++) {
      packed.bias().get(cascade).set(bias(cascade));
    }
  }

  private Unsigned lambda(int slot) {
    Unsigned power = unsigned(1, LAMBDA_BITS).shiftLeft(operands.shift().get(slot));
    return power.orElse(operands.enable().get(slot), unsigned(0, LAMBDA_BITS));
  }

  /** Returns w + 8 of a two's complement w: what an even lane multiplies is never negative. */
  private static Bits plusHalf(Bits weight) {
    return weight.msb().not().bits().concat(weight.slice(0, WEIGHT_BITS - 1));
  }

  /** Half of each field's range less what eight times the four operands add to it. */
  private Bits bias(int cascade) {
    List<Unsigned> lambdas = slots(cascade).stream().map(this::lambda).toList();
    List<Unsigned> upsilons = slots(cascade).stream().map(operands.upsilon()::get).toList();
    Unsigned multiply = centre("multiply_" + cascade, upsilons, MULTIPLY_BITS);
    Unsigned shift = centre("shift_" + cascade, lambdas, SHIFT_BITS);
    return delay("bias_" + cascade + "_reg", multiply.bits().concat(shift.bits()));
  }

  private static List<Integer> slots(int cascade) {
    return List.of(0, 1, 2, 3).stream().map(link -> cascade * LINKS + link).toList();
  }

  private static Unsigned centre(String name, List<Unsigned> terms, int bits) {
    Unsigned low = terms.get(0).plusWide(terms.get(1));
    Unsigned high = terms.get(2).plusWide(terms.get(3));
    Unsigned sum = delay(name + "_operands", low.plusWide(high));
    Unsigned half = unsigned(1L << (bits - 1), bits);
    return half.minus(sum.extend(bits).shiftLeft(WEIGHT_BITS - 1).truncate(bits));
  }
}
