package io.samforge.arch.layer;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.Quantizer;

/**
 * The operand of a layer whose weights have 8 bits on an array of fewer weight bits (algorithm,
 * section 12): a signed weight is {@code w = w_lo + 2^digitBits w_hi}, both digits signed. All
 * slots of the operand stand there twice with the same codes, first with the low and then with the
 * high digits of the weights; the entries of the second half have {@code 2^digitBits} times the
 * scales of the first.
 *
 * @param inner the operand that the codes are made with, on the multiply or the shift path alone
 * @param digitBits bits of a digit, the weight bits of the array: 4, 5 or 6
 */
public record WideWeightsOperand(Operand inner, int digitBits) implements Operand {
  /** Bits of a weight. */
  public static final int BITS = 8;

  /** The code of the weight zero: wide weights are symmetric. */
  public static final int ZERO = 1 << BITS - 1;

  /**
   * Codes of a weight, from 0 on: two signed digits of 4 bits reach up to 119, the same for longer
   * digits.
   */
  public static final int CODES = ZERO + 120;

  /** Rejects digits of other bits and operands that feed both paths from one slot. */
  public WideWeightsOperand {
    if (digitBits < 4 || digitBits > 6) {
      throw new IllegalArgumentException(
          "digits of weights of " + digitBits + " bits; allowed: 4, 5, 6");
    }
    if (inner instanceof HluqOperand || inner instanceof WideWeightsOperand) {
      throw new IllegalArgumentException(
          "weights of %d bits with an operand of the kind %s; allowed: a grouped, wide or log2 one"
              .formatted(BITS, inner.getClass().getSimpleName()));
    }
  }

  /** Returns whether weights of some bits are two digits on an array: 8 bits on one of fewer. */
  public static boolean needed(int bits, AcceleratorConfig config) {
    return bits == BITS && config.weightBits() < BITS;
  }

  /**
   * Returns the operand of wide weights on the grid of the operand that the codes are made with.
   *
   * @throws IllegalArgumentException when a multiplier of that grid leaves no room for the digits
   */
  public static SnappedOperand snapped(SnappedOperand inner, int digitBits) {
    return new SnappedOperand(
        new WideWeightsOperand(inner.operand(), digitBits), inner.grid().doubled(digitBits));
  }

  /**
   * Returns a digit of a weight.
   *
   * @param weight -128..119
   * @param digit 0 for the low one, 1 for the high one
   * @param digitBits bits of a digit
   */
  public static int digit(int weight, int digit, int digitBits) {
    int half = 1 << digitBits - 1;
    int low = (weight + half & (1 << digitBits) - 1) - half;
    return digit == 0 ? low : weight - low >> digitBits;
  }

  @Override
  public int bits() {
    return inner.bits();
  }

  @Override
  public int slotBits() {
    return inner.slotBits();
  }

  @Override
  public int codes() {
    return inner.codes();
  }

  @Override
  public int entries() {
    return 2 * inner.entries();
  }

  @Override
  public Quantizer quantizer(int channel) {
    return inner.quantizer(channel);
  }

  @Override
  public double entryScale(int entry) {
    int half = inner.entries();
    return Math.scalb(inner.entryScale(entry % half), entry < half ? 0 : digitBits);
  }

  @Override
  public int entryValue(int entry, int code) {
    return inner.entryValue(entry % inner.entries(), code);
  }

  @Override
  public SlotCode slotCode() {
    return new SlotCode.Twice(inner.slotCode());
  }

  @Override
  public SlotMap slots(int channels, int reductionLanes) {
    SlotMap once = inner.slots(channels, reductionLanes);
    return once.twice(new SlotCode.Twice(once.code()), inner.entries());
  }

  @Override
  public ScaleGrid nearestGrid(int most) {
    return inner.nearestGrid(most >> digitBits).doubled(digitBits);
  }

  @Override
  public Operand ofCodes() {
    return inner;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the second half is not exactly {@code 2^digitBits} times
   *     the first
   */
  @Override
  public WideWeightsOperand withEntryScales(double[] scales) {
    Operand scaled = inner.withEntryScales(ScaleGrid.firstHalf(scales, digitBits));
    return new WideWeightsOperand(scaled, digitBits);
  }
}
