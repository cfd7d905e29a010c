package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.LayerSettings;

/**
 * Owns the two banks of partial sums: claimed by the first pass of an output tile, full when its
 * last sum is written, drained token by token in M/Pp groups of Pp outputs, then free again.
 *
 * <p>One group per cycle while {@code credit} is 1.
 */
final class DrainController extends Module {
  /** Claims {@link #claimBank} for an output tile of {@link #claimTokens} tokens. */
  final Bit claim;

  final Bit claimBank;
  final Unsigned claimTokens;

  /** Marks {@link #fullBank} as complete. */
  final Bit full;

  final Bit fullBank;

  /** 1 where the post-processor can take one more group. */
  final Bit credit;

  /** Bank-free flags. */
  final Bit free0;

  final Bit free1;

  /** 1 where a group leaves the array. */
  final Bit issue;

  final Bit bank;

  /** The draining token, 0..T-1. */
  final Unsigned token;

  /** Index of the group of Pp outputs within the M outputs. */
  final Unsigned group;

  /** The group is the last one of its output tile. */
  final Bit last;

  DrainController(AcceleratorConfig config) {
    int tokenBits = LayerSettings.tokenCountBits(config);
    int groups = config.outputGroups();
    claim = inputBit("claim");
    claimBank = inputBit("claim_bank");
    claimTokens = inputUnsigned("claim_tokens", tokenBits);
    full = inputBit("full");
    fullBank = inputBit("full_bank");
    credit = inputBit("credit");
    free0 = outputBit("free_0");
    free1 = outputBit("free_1");
    issue = outputBit("issue");
    bank = outputBit("bank");
    token = outputUnsigned("token", LaneControl.tokenBits(config));
    group = outputUnsigned("group_number", groupBits(config));
    last = outputBit("last");

    Bit[] busyRegs = {regBit("busy_0", false), regBit("busy_1", false)};
    Bit[] fullRegs = {regBit("full_0", false), regBit("full_1", false)};
    Unsigned[] tokenCounts = {
      regUnsigned("tokens_0", tokenBits, 0), regUnsigned("tokens_1", tokenBits, 0)
    };
    Bit bankReg = regBit("bank_reg", false);
    Unsigned tokenReg = regUnsigned("token_reg", tokenBits, 0);
    Unsigned groupReg = regUnsigned("group_reg", groupBits(config), 0);

    Bit ready = fullRegs[1].orElse(bankReg, fullRegs[0]);
    Unsigned count = tokenCounts[1].orElse(bankReg, tokenCounts[0]);
    Bit moves = ready.and(credit);
    Bit lastGroup = groupReg.eq(groups - 1L);
    Bit finished = moves.and(lastGroup).and(tokenReg.plus(1).eq(count));
    for (int b = 0; b < 2; b++) {
      int index = b;
      Bit claimed = claim.and(b == 1 ? claimBank : claimBank.not());
      when(
          claimed,
          () -> {
            busyRegs[index].set(bit(true));
            tokenCounts[index].set(claimTokens);
          });
      when(full.and(b == 1 ? fullBank : fullBank.not()), () -> fullRegs[index].set(bit(true)));
      when(
          finished.and(b == 1 ? bankReg : bankReg.not()),
          () -> {
            busyRegs[index].set(bit(false));
            fullRegs[index].set(bit(false));
          });
    }
    when(
        moves,
        () -> {
          groupReg.set(
              unsigned(0, groupReg.width()).orElse(lastGroup, groupReg.plus(groups == 1 ? 0 : 1)));
          when(lastGroup, () -> tokenReg.set(tokenReg.plus(1)));
        });
    when(
        finished,
        () -> {
          tokenReg.set(unsigned(0, tokenBits));
          bankReg.set(bankReg.not());
        });

    free0.set(busyRegs[0].not());
    free1.set(busyRegs[1].not());
    issue.set(moves);
    bank.set(bankReg);
    token.set(tokenReg.truncate(token.width()));
    group.set(groupReg);
    last.set(finished);
  }

  static int groupBits(AcceleratorConfig config) {
    return Math.max(1, Widths.ceilLog2(config.outputGroups()));
  }
}
