package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The K decoded operands that all lanes share: lambda as shift and enable, upsilon as an integer.
 *
 * @param upsilon K operands of the multiply path, ba bits each
 * @param shift K shift amounts of the shift path
 * @param enable K flags; 0 makes the shift-path operand zero
 */
record OperandPorts(List<Unsigned> upsilon, List<Unsigned> shift, List<Bit> enable) {

  /** Declares the ports of K operands in one direction. */
  static OperandPorts of(AcceleratorConfig config, Ports ports) {
    int lanes = config.reductionLanes();
    int shiftBits = config.widths().shiftBits();
    return new OperandPorts(
        IntStream.range(0, lanes)
            .mapToObj(i -> ports.unsigned("upsilon_" + i, config.activationBits()))
            .toList(),
        IntStream.range(0, lanes).mapToObj(i -> ports.unsigned("shift_" + i, shiftBits)).toList(),
        IntStream.range(0, lanes).mapToObj(i -> ports.bit("enable_" + i)).toList());
  }

  void connectFrom(OperandPorts producer) {
    for (int i = 0; i < upsilon.size(); i++) {
      upsilon.get(i).set(producer.upsilon.get(i));
      shift.get(i).set(producer.shift.get(i));
      enable.get(i).set(producer.enable.get(i));
    }
  }
}
