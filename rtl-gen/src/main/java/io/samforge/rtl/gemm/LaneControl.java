package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The control signals that all lanes share, each already aligned to the stage that uses it.
 *
 * @param multiplyEnable enables of the multiply path's tree stages
 * @param shiftEnable enables of the shift path's tree stages
 * @param scaleEnable enables of the two scaling stages
 * @param multiplierMultiply m_j of the multiply path
 * @param multiplierShift m_j of the shift path; 0 for a CAG operand
 * @param first 1 where the sum replaces the partial sum instead of adding to it
 * @param accumulateBank the bank of partial sums that accumulates
 * @param write 1 where the accumulated sum is written
 * @param writeAddress token
 * @param readEnable a bank's read enable
 * @param readAddress a bank's read address: the accumulating token, or the draining one
 * @param drainBank the bank of partial sums that drains
 */
record LaneControl(
    List<Bit> multiplyEnable,
    List<Bit> shiftEnable,
    List<Bit> scaleEnable,
    Unsigned multiplierMultiply,
    Unsigned multiplierShift,
    Bit first,
    Bit accumulateBank,
    Bit write,
    Unsigned writeAddress,
    List<Bit> readEnable,
    List<Unsigned> readAddress,
    Bit drainBank) {

  static LaneControl ports(AcceleratorConfig config, Ports maker) {
    int stages = DotProductLane.latency(config);
    int tokenBits = tokenBits(config);
    return new LaneControl(
        bits(maker, "multiply_enable", stages),
        bits(maker, "shift_enable", stages),
        bits(maker, "scale_enable", 2),
        maker.unsigned("multiplier_multiply", 16),
        maker.unsigned("multiplier_shift", 16),
        maker.bit("first"),
        maker.bit("accumulate_bank"),
        maker.bit("write"),
        maker.unsigned("write_address", tokenBits),
        bits(maker, "read_enable", 2),
        IntStream.range(0, 2)
            .mapToObj(b -> maker.unsigned("read_address_" + b, tokenBits))
            .toList(),
        maker.bit("drain_bank"));
  }

  static int tokenBits(AcceleratorConfig config) {
    return 31 - Integer.numberOfLeadingZeros(config.tokenDepth());
  }

  void connectFrom(LaneControl producer) {
    connectBits(multiplyEnable, producer.multiplyEnable);
    connectBits(shiftEnable, producer.shiftEnable);
    connectBits(scaleEnable, producer.scaleEnable);
    multiplierMultiply.set(producer.multiplierMultiply);
    multiplierShift.set(producer.multiplierShift);
    first.set(producer.first);
    accumulateBank.set(producer.accumulateBank);
    write.set(producer.write);
    writeAddress.set(producer.writeAddress);
    connectBits(readEnable, producer.readEnable);
    for (int bank = 0; bank < 2; bank++) {
      readAddress.get(bank).set(producer.readAddress.get(bank));
    }
    drainBank.set(producer.drainBank);
  }

  private static void connectBits(List<Bit> consumers, List<Bit> producers) {
    for (int i = 0; i < consumers.size(); i++) {
      consumers.get(i).set(producers.get(i));
    }
  }

  private static List<Bit> bits(Ports maker, String name, int count) {
    List<Bit> bits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bits.add(maker.bit(name + "_" + i));
    }
    return List.copyOf(bits);
  }
}
