package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The control signals that all lanes of the floating-point twin share, each already aligned to the
 * stage that uses it.
 *
 * @param first 1 where the sum replaces the partial sum instead of adding to it
 * @param addBank the bank of partial sums that was read for the accumulating adder
 * @param write 1 where the accumulated sum is written
 * @param writeBank the bank written
 * @param writeAddress token
 * @param readEnable a bank's read enable
 * @param readAddress a bank's read address: the accumulating token, or the draining one
 * @param drainBank the bank of partial sums that drains
 */
record Fp32LaneControl(
    Bit first,
    Bit addBank,
    Bit write,
    Bit writeBank,
    Unsigned writeAddress,
    List<Bit> readEnable,
    List<Unsigned> readAddress,
    Bit drainBank) {

  static Fp32LaneControl ports(AcceleratorConfig config, Ports maker) {
    int tokenBits = LaneControl.tokenBits(config);
    return new Fp32LaneControl(
        maker.bit("first"),
        maker.bit("add_bank"),
        maker.bit("write"),
        maker.bit("write_bank"),
        maker.unsigned("write_address", tokenBits),
        IntStream.range(0, 2).mapToObj(b -> maker.bit("read_enable_" + b)).toList(),
        IntStream.range(0, 2)
            .mapToObj(b -> maker.unsigned("read_address_" + b, tokenBits))
            .toList(),
        maker.bit("drain_bank"));
  }

  void connectFrom(Fp32LaneControl producer) {
    first.set(producer.first);
    addBank.set(producer.addBank);
    write.set(producer.write);
    writeBank.set(producer.writeBank);
    writeAddress.set(producer.writeAddress);
    for (int bank = 0; bank < 2; bank++) {
      readEnable.get(bank).set(producer.readEnable.get(bank));
      readAddress.get(bank).set(producer.readAddress.get(bank));
    }
    drainBank.set(producer.drainBank);
  }
}
