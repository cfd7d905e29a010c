package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.unit.HluqDecodeUnit;

/**
 * Decodes the K codes of one word once, at the edge of the array, into the registers that broadcast
 * the operands to all lanes.
 *
 * <p>A CAG code goes to the multiply path as it is; an HLUQ code feeds both paths; a log2 code is
 * an HLUQ code that never exceeds {@code n_log}, so it feeds the shift path only. Latency 1 cycle;
 * one word per cycle; registers load only where {@code valid} is 1.
 */
final class OperandDecoder extends Module {
  /** K codes of ba bits, the first in the least significant bits. */
  final Bits word;

  final Bit valid;

  /** 1 for an HLUQ or log2 operand, 0 for CAG. */
  final Bit shiftPath;

  final Unsigned nLog;
  final OperandPorts operands;

  OperandDecoder(AcceleratorConfig config) {
    int bits = config.activationBits();
    word = inputBits("word", config.reductionLanes() * bits);
    valid = inputBit("valid");
    shiftPath = inputBit("shift_path");
    nLog = inputUnsigned("n_log", bits);
    operands = OperandPorts.of(config, outputs());

    Bit shiftValid = valid.and(shiftPath);
    for (int i = 0; i < config.reductionLanes(); i++) {
      Unsigned code = word.slice(i * bits, bits).unsigned();
      HluqDecodeUnit decode =
          instance("decode_" + i, () -> new HluqDecodeUnit(bits, config.widths().shiftLimit()));
      decode.code.set(code);
      decode.nLog.set(nLog);
      Unsigned upsilon = decode.upsilon.orElse(shiftPath, code);
      operands.upsilon().get(i).set(delayWhen("upsilon_reg_" + i, upsilon, valid));
      operands.shift().get(i).set(delayWhen("shift_reg_" + i, decode.shift, shiftValid));
      operands.enable().get(i).set(enable(config, "enable_reg_" + i, decode.enable, shiftValid));
    }
  }

  private static Bit enable(AcceleratorConfig config, String name, Bit value, Bit valid) {
    // Packed lanes add up both paths in one number, so in a simulator that knows unknown bits a
    // shift path that no layer has used yet would make the multiply path unknown as well.
    return config.isPacked()
        ? delayWhenFromZero(name, value, valid)
        : delayWhen(name, value, valid);
  }
}
