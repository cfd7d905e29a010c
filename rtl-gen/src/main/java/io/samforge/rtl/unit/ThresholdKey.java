package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;

/**
 * Turns a binary32 number into the key and the bank of {@link ThresholdSearch}.
 *
 * <p>ordinal = sign ? -magnitude : magnitude, so that -0 and +0 both give 0. One branch: the key is
 * the ordinal, the bank is the channel's. Two branches: where the ordinal is at least the branch
 * ordinal, the key is the ordinal and the bank 0, else the key is the negated ordinal and the bank
 * 1 (docs/architecture.md, section 4).
 *
 * <p>Latency {@link #LATENCY}, one number per cycle, never stalls, registers without reset. Golden
 * counterpart {@code io.samforge.arch.format.EncoderThresholds}; covered by {@code
 * ThresholdKeyTest}.
 */
public final class ThresholdKey extends Module {
  /** Cycles from a number to its key. */
  public static final int LATENCY = 3;

  private static final int KEY_BITS = ThresholdSearch.KEY_BITS;

  /** The 32 bits of a number. */
  public final Bits number;

  /** The bank of the number's channel. */
  public final Unsigned channelBank;

  /** 1 selects two branches; constant while a layer is in the pipeline. */
  public final Bit twoBranch;

  /** The branch ordinal; constant while a layer is in the pipeline. */
  public final Signed branchOrdinal;

  /** The key. */
  public final Signed key;

  /** The bank. */
  public final Unsigned bank;

  /**
   * Creates the unit.
   *
   * @param banks threshold lists, 2..16
   */
  public ThresholdKey(int banks) {
    UnitRules.requireRange("banks", banks, 2, 16);
    int bankBits = UnitRules.indexBits(banks);
    number = inputBits("number", KEY_BITS);
    channelBank = inputUnsigned("channel_bank", bankBits);
    twoBranch = inputBit("two_branch");
    branchOrdinal = inputSigned("branch_ordinal", KEY_BITS);
    key = outputSigned("key", KEY_BITS);
    bank = outputUnsigned("bank", bankBits);

    Bit sign = number.msb();
    Signed magnitude = number.slice(0, KEY_BITS - 1).unsigned().signed();
    Signed negated = magnitude.negate();
    Signed ordinal = delay("ordinal", negated.orElse(sign, magnitude));
    Signed opposite = delay("opposite", magnitude.orElse(sign, negated));

    Bit left = delay("left", twoBranch.and(ordinal.lt(branchOrdinal)));
    Signed leftKey = delay("left_key", opposite);
    Signed rightKey = delay("right_key", ordinal);
    Unsigned branchBank = left.unsigned(bankBits);
    key.set(delay("selected_key", leftKey.orElse(left, rightKey)));
    bank.set(
        delay(
            "selected_bank",
            branchBank.orElse(twoBranch, delayBy("channel_bank", channelBank, LATENCY - 1))));
  }
}
