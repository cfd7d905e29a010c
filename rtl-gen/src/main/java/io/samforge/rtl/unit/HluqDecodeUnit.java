package io.samforge.rtl.unit;

import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Decodes an HLUQ code k into the two unsigned operands of the array: lambda(k) as a power of two
 * for the shift path and upsilon(k) as a small integer for the multiply path.
 *
 * <p>With {@code n = nLog, nEff = min(n, shiftLimit), drop = n - nEff} (docs/architecture.md,
 * section 3): {@code lambda = 0} for {@code k <= drop}, {@code 2^(k-1-drop)} for {@code drop < k <=
 * n}, {@code 2^(nEff-1)} for {@code k > n}; {@code upsilon = max(0, k - n)}.
 *
 * <p>Latency 0 (combinational), one code per cycle, never stalls, no registers. Golden counterpart
 * {@code io.samforge.arch.format.HluqParameters}; covered exhaustively by {@code
 * HluqDecodeUnitTest}.
 */
public final class HluqDecodeUnit extends Module {
  /** The HLUQ code. */
  public final Unsigned code;

  /** The number of log codes, 1..2^(bits-1); null when the unit was built for one fixed number. */
  public final Unsigned nLog;

  /** log2 of lambda, meaningful where {@link #enable} is 1. */
  public final Unsigned shift;

  /** 1 where lambda is not zero. */
  public final Bit enable;

  /** upsilon. */
  public final Unsigned upsilon;

  /**
   * Creates a decoder whose number of log codes is an input.
   *
   * @param bits bits of a code, 2..8
   * @param shiftLimit the largest number of log levels kept, 2..2^(bits-1); shifts are
   *     0..shiftLimit-1
   */
  public HluqDecodeUnit(int bits, int shiftLimit) {
    this(bits, shiftLimit, 0);
  }

  /**
   * Creates a decoder for one number of log codes.
   *
   * @param bits bits of a code, 2..8
   * @param shiftLimit the largest number of log levels kept, 2..2^(bits-1)
   * @param fixedNLog the number of log codes, 1..2^(bits-1), or 0 for an input port
   */
  public HluqDecodeUnit(int bits, int shiftLimit, int fixedNLog) {
    UnitRules.requireRange("bits", bits, 2, 8);
    UnitRules.requireRange("shiftLimit", shiftLimit, 2, 1 << (bits - 1));
    UnitRules.requireRange("nLog", fixedNLog, 0, 1 << (bits - 1));
    int shiftBits = Widths.ceilLog2(shiftLimit);
    code = inputUnsigned("code", bits);
    nLog = fixedNLog == 0 ? inputUnsigned("n_log", bits) : null;
    shift = outputUnsigned("shift", shiftBits);
    enable = outputBit("enable");
    upsilon = outputUnsigned("upsilon", bits);

    Unsigned logCodes = fixedNLog == 0 ? nLog : unsigned(fixedNLog, bits);
    Unsigned zero = unsigned(0, bits);
    Bit isUniform = logCodes.lt(code);
    Unsigned drop = wireUnsigned("drop", bits);
    drop.set(zero.orElse(logCodes.lt(shiftLimit), logCodes.minus(shiftLimit)));
    Unsigned logLevel = logCodes.truncate(shiftBits).orElse(isUniform, code.truncate(shiftBits));
    // The shift is below 2^shiftBits, so the high bits need not be computed. For k <= drop the
    // subtraction wraps, but enable is 0 there.
    shift.set(logLevel.minus(drop.truncate(shiftBits)).minus(1));
    enable.set(drop.lt(code));
    upsilon.set(code.minus(logCodes).orElse(isUniform, zero));
  }
}
