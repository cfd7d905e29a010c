package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.rtl.unit.Fp32Add;
import io.samforge.rtl.unit.Fp32Multiply;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One output of the floating-point twin: K multipliers, a tree of K-1 adders, and one more adder
 * between the tree and two banks of T partial sums.
 *
 * <p>Weights are double-buffered as in {@link DotProductLane}. Latency {@link #latency} cycles from
 * the operand registers to the write of the partial sum; one token per cycle, never stalls. A token
 * may come back {@link #revisit} cycles later: its sum is read one cycle before it enters the
 * accumulating adder and written when it leaves it. Data registers and memories have no reset.
 * Golden counterpart: {@code io.samforge.arch.golden.Fp32GoldenModel}; covered by {@code
 * Fp32BitExactTest}.
 */
final class Fp32Lane extends Module {
  /** Bits of a number. */
  static final int NUMBER_BITS = 32;

  private static final BigInteger MINUS_ZERO = BigInteger.ONE.shiftLeft(NUMBER_BITS - 1);

  /** K weights, the first in the least significant bits. */
  final Bits row;

  /** Writes {@link #row} into the shadow registers. */
  final Bit load;

  /** Copies the shadow registers into the active ones. */
  final Bit commit;

  /** K operands, shared by all lanes. */
  final List<Bits> operands;

  final Fp32LaneControl control;

  /** The partial sum that drains, one cycle after its address. */
  final Bits drained;

  Fp32Lane(AcceleratorConfig config) {
    int lanes = config.reductionLanes();
    row = inputBits("row", lanes * NUMBER_BITS);
    load = inputBit("load");
    commit = inputBit("commit");
    operands =
        IntStream.range(0, lanes).mapToObj(i -> inputBits("operand_" + i, NUMBER_BITS)).toList();
    control = Fp32LaneControl.ports(config, inputs());
    drained = outputBits("drained", NUMBER_BITS);

    List<Bits> terms = new ArrayList<>();
    for (int i = 0; i < lanes; i++) {
      Bits shadow = delayWhen("weight_shadow_" + i, row.slice(i * NUMBER_BITS, NUMBER_BITS), load);
      Fp32Multiply multiply = instance("multiply_" + i, Fp32Multiply::new);
      multiply.a.set(operands.get(i));
      multiply.b.set(delayWhen("weight_" + i, shadow, commit));
      terms.add(multiply.result);
    }
    accumulate(sum(terms), config.tokenDepth());
  }

  /** Returns the cycles from registered operands to the write of the partial sum. */
  static int latency(AcceleratorConfig config) {
    return dotLatency(config) + Fp32Add.LATENCY;
  }

  /** Returns the cycles from registered operands to the sum of their products. */
  static int dotLatency(AcceleratorConfig config) {
    int levels = 31 - Integer.numberOfLeadingZeros(config.reductionLanes());
    return Fp32Multiply.LATENCY + levels * Fp32Add.LATENCY;
  }

  /** Returns the fewest cycles between two tokens that update the same partial sum. */
  static int revisit() {
    return Fp32Add.LATENCY + 2;
  }

  private static Bits sum(List<Bits> terms) {
    List<Bits> level = terms;
    for (int depth = 0; level.size() > 1; depth++) {
      List<Bits> next = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        Fp32Add add = instance("add_" + depth + "_" + i / 2, Fp32Add::new);
        add.a.set(level.get(i));
        add.b.set(level.get(i + 1));
        next.add(add.result);
      }
      level = next;
    }
    return level.get(0);
  }

  private void accumulate(Bits dot, int depth) {
    List<Memory> banks = new ArrayList<>();
    List<Bits> reads = new ArrayList<>();
    for (int bank = 0; bank < 2; bank++) {
      Memory memory = memory("partial_sums_" + bank, NUMBER_BITS, depth);
      banks.add(memory);
      reads.add(memory.readSync(control.readAddress().get(bank), control.readEnable().get(bank)));
    }
    Bits previous = reads.get(1).orElse(control.addBank(), reads.get(0));
    Fp32Add add = instance("accumulate", Fp32Add::new);
    // Only -0 leaves every number as it is, +0 would turn a sum of -0 into +0.
    add.a.set(bits(MINUS_ZERO, NUMBER_BITS).orElse(control.first(), previous));
    add.b.set(dot);
    for (int bank = 0; bank < 2; bank++) {
      Bit here = bank == 1 ? control.writeBank() : control.writeBank().not();
      banks.get(bank).write(control.writeAddress(), add.result, control.write().and(here));
    }
    drained.set(reads.get(1).orElse(control.drainBank(), reads.get(0)));
  }
}
