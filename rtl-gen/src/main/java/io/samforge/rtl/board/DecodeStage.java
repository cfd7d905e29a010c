package io.samforge.rtl.board;

import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.rtl.unit.HluqDecodeUnit;
import java.math.BigInteger;

/** The decode unit between registers: the result follows its operand after one cycle. */
final class DecodeStage extends Module {
  final Bits operand;
  final Bits result;

  DecodeStage() {
    operand = inputBits("operand", 2 * DecodeDemo.BITS);
    result = outputBits("result", 32);
    HluqDecodeUnit unit =
        instance("decode_unit", () -> new HluqDecodeUnit(DecodeDemo.BITS, DecodeDemo.shiftLimit()));
    unit.code.set(operand.slice(0, DecodeDemo.BITS).unsigned());
    unit.nLog.set(operand.slice(DecodeDemo.BITS, DecodeDemo.BITS).unsigned());
    Bits low = unit.enable.bits().concat(unit.shift.extend(8).bits());
    Bits high = unit.upsilon.bits().concat(bits(BigInteger.ZERO, 7));
    result.set(delay("decoded", high.concat(low).extend(32)));
  }
}
