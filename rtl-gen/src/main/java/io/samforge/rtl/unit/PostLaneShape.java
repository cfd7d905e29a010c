package io.samforge.rtl.unit;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;

/**
 * The widths of a post-processor lane.
 *
 * @param acc bits of a partial sum, signed
 * @param rowSum bits of a row sum, unsigned
 * @param p bits of the integer result, signed, at most 63
 * @param weightBits bits of a weight and of its zero-point
 * @param codeBits bits of an output code
 * @param banks threshold lists of one layer
 */
public record PostLaneShape(int acc, int rowSum, int p, int weightBits, int codeBits, int banks) {
  /** Checks every width. */
  public PostLaneShape {
    UnitRules.requireRange("acc", acc, 2, 61);
    UnitRules.requireRange("rowSum", rowSum, 1, 52);
    UnitRules.requireRange("weightBits", weightBits, 2, 8);
    UnitRules.requireRange("codeBits", codeBits, 2, 8);
    UnitRules.requireRange("banks", banks, 2, 16);
    int needed = Math.max(Math.max(acc, rowSum + 1 + weightBits), Widths.CONSTANT) + 2;
    UnitRules.requireRange("p", p, needed, Widths.MAX_P);
  }

  /** Returns the widths that a configuration needs. */
  public static PostLaneShape of(AcceleratorConfig config) {
    Widths widths = config.widths();
    return new PostLaneShape(
        widths.acc(),
        widths.rowSum(),
        widths.p(),
        config.weightBits(),
        config.activationBits(),
        config.groups());
  }
}
