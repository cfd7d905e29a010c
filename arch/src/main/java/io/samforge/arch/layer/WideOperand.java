package io.samforge.arch.layer;

import io.samforge.arch.format.UniformParameters;
import java.util.Arrays;
import java.util.List;

/**
 * Uniform codes of 8 bits for arrays of fewer activation bits, in two digits (algorithm, section
 * 12): a code is {@code q = q_lo + 2^digitBits q_hi}. All slots of the grouped operand stand there
 * twice, first with the low and then with the high digits; the entries of the second half have
 * {@code 2^digitBits} times the scales of the first.
 *
 * @param uniform the quantisers of the channels and their groups; 8 bits
 * @param digitBits bits of a digit, the activation bits of the array: 4, 5 or 6
 */
public record WideOperand(CagOperand uniform, int digitBits) implements Operand {
  /** Bits of a code. */
  public static final int BITS = SlotCode.Digits.CODE_BITS;

  /** Rejects codes of other bits and digits of other bits. */
  public WideOperand {
    if (uniform.bits() != BITS) {
      throw new IllegalArgumentException(
          "wide codes of " + uniform.bits() + " bits; allowed: " + BITS);
    }
    SlotCode.Digits.checkBits(digitBits);
  }

  /** Makes an operand whose channels share one scale and have the zero-points {@code zeroPoint}. */
  public WideOperand(UniformParameters parameters, int[] zeroPoint, int digitBits) {
    this(new CagOperand(List.of(parameters), new int[zeroPoint.length], zeroPoint), digitBits);
  }

  /** Returns an operand whose channels all have the zero-point of the parameters. */
  public static WideOperand of(UniformParameters parameters, int channels, int digitBits) {
    int[] zeroPoint = new int[channels];
    Arrays.fill(zeroPoint, parameters.zeroPoint());
    return new WideOperand(parameters.withZeroPoint(0), zeroPoint, digitBits);
  }

  @Override
  public int bits() {
    return BITS;
  }

  @Override
  public int slotBits() {
    return digitBits;
  }

  @Override
  public int entries() {
    return 2 * uniform.entries();
  }

  @Override
  public UniformParameters quantizer(int channel) {
    return uniform.quantizer(channel);
  }

  @Override
  public double entryScale(int entry) {
    int groups = uniform.entries();
    return Math.scalb(uniform.entryScale(entry % groups), entry < groups ? 0 : digitBits);
  }

  @Override
  public int entryValue(int entry, int code) {
    int base = 1 << digitBits;
    return entry < uniform.entries() ? code % base : code / base;
  }

  @Override
  public SlotCode.Digits slotCode() {
    return new SlotCode.Digits(digitBits);
  }

  @Override
  public SlotMap slots(int channels, int reductionLanes) {
    return uniform.slots(channels, reductionLanes).twice(slotCode(), uniform.entries());
  }

  /**
   * {@inheritDoc}
   *
   * <p>A single group has the multipliers 1 and {@code 2^digitBits}: small ones keep the integers
   * of a layer small, and nothing else depends on them.
   */
  @Override
  public ScaleGrid nearestGrid(int most) {
    int largest = uniform.entries() == 1 ? 1 : most >> digitBits;
    return uniform.nearestGrid(largest).doubled(digitBits);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the second half is not exactly {@code 2^digitBits} times
   *     the first
   */
  @Override
  public WideOperand withEntryScales(double[] scales) {
    double[] low = ScaleGrid.firstHalf(scales, digitBits);
    return new WideOperand(uniform.withEntryScales(low), digitBits);
  }
}
