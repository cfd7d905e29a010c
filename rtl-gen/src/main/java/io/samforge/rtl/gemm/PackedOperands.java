package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Ports;
import io.samforge.rtl.dsp.PackedFields;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What all packed lanes share, each signal delayed to the link of the cascade that takes it.
 *
 * @param weights K pairs of weights of two neighbouring lanes: the even lane's plus 8 in the low
 *     half, the odd lane's in the high half
 * @param operands K operands: lambda in the low bits, upsilon above
 * @param bias one a cascade: what brings the even lane's fields to half their range
 * @param commit one a link: makes the loaded weights the active ones
 */
record PackedOperands(List<Bits> weights, List<Bits> operands, List<Bits> bias, List<Bit> commit) {

  /** Declares the ports in one direction. */
  static PackedOperands of(AcceleratorConfig config, Ports ports) {
    int slots = config.reductionLanes();
    return new PackedOperands(
        list(slots, i -> ports.bits("weights_" + i, 2 * PackedFields.WEIGHT_BITS)),
        list(slots, i -> ports.bits("operand_" + i, operandBits())),
        list(slots / PackedFields.LINKS, i -> ports.bits("bias_" + i, PackedFields.LANE_BITS)),
        list(PackedFields.LINKS, i -> ports.bit("commit_" + i)));
  }

  static int operandBits() {
    return PackedFields.LAMBDA_BITS + PackedFields.UPSILON_BITS;
  }

  void connectFrom(PackedOperands producer) {
    for (int i = 0; i < weights.size(); i++) {
      weights.get(i).set(producer.weights.get(i));
      operands.get(i).set(producer.operands.get(i));
    }
    for (int i = 0; i < bias.size(); i++) {
      bias.get(i).set(producer.bias.get(i));
    }
    for (int i = 0; i < commit.size(); i++) {
      commit.get(i).set(producer.commit.get(i));
    }
  }

  private static <T> List<T> list(int count, Function<Integer, T> maker) {
    return IntStream.range(0, count).boxed().map(maker).toList();
  }
}
