package io.samforge.rtl.dsp;

/**
 * The four sums of one cascade of DSP48E2: where they lie in the 48 bits of P, and what the factors
 * look like (docs/architecture.md, section 16).
 *
 * <p>A weight w is -8..7, an operand has lambda = 0 or a power of two up to 128 and upsilon up to
 * 15. A sum of four products w * lambda is -4096..3584 and one of w * upsilon -480..420, so each
 * field has just the bits of its sum as a signed number. In P every field carries half its range on
 * top, so it is never negative and never borrows from the field above; its sum is the field with
 * the top bit inverted.
 */
public final class PackedFields {
  /** Links of a cascade: products that are added up within the fields. */
  public static final int LINKS = 4;

  /** Bits of a weight. */
  public static final int WEIGHT_BITS = 4;

  /** Bits of upsilon. */
  public static final int UPSILON_BITS = 4;

  /** Bits of lambda. */
  public static final int LAMBDA_BITS = 8;

  /** Bits of a sum of products with lambda. */
  public static final int SHIFT_BITS = 13;

  /** Bits of a sum of products with upsilon. */
  public static final int MULTIPLY_BITS = 10;

  /** Bits of both sums of one lane: the distance of the second lane's fields. */
  public static final int LANE_BITS = SHIFT_BITS + MULTIPLY_BITS;

  private PackedFields() {}
}
