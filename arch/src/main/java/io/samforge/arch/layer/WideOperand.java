package io.samforge.arch.layer;

import io.samforge.arch.format.UniformParameters;
import java.util.Arrays;

/**
 * Uniform codes of 8 bits for arrays of fewer activation bits, in two digits (algorithm, section
 * 12): entry 0 takes the low digits in units of the scale, entry 1 the high digits in units of
 * {@code 2^digitBits} scales.
 *
 * <p>The array is the record's own; callers do not change it.
 *
 * @param parameters the quantiser of all channels but for their zero-points; 8 bits
 * @param zeroPoint the zero-point of every input channel, -32768..32767
 * @param digitBits bits of a digit, the activation bits of the array: 4, 5 or 6
 */
public record WideOperand(UniformParameters parameters, int[] zeroPoint, int digitBits)
    implements Operand {
  /** Bits of a code. */
  public static final int BITS = SlotCode.Digits.CODE_BITS;

  /** The entry of the low digits. */
  public static final int LOW = 0;

  /** The entry of the high digits. */
  public static final int HIGH = 1;

  /** Rejects codes of other bits, digits of other bits and zero-points out of range. */
  public WideOperand {
    zeroPoint = zeroPoint.clone();
    if (parameters.bits() != BITS) {
      throw new IllegalArgumentException(
          "wide codes of " + parameters.bits() + " bits; allowed: " + BITS);
    }
    SlotCode.Digits.checkBits(digitBits);
    for (int c = 0; c < zeroPoint.length; c++) {
      if (zeroPoint[c] != (short) zeroPoint[c]) {
        throw new IllegalArgumentException("zero-point " + zeroPoint[c] + " of channel " + c);
      }
    }
  }

  /** Returns an operand whose channels all have the zero-point of the parameters. */
  public static WideOperand of(UniformParameters parameters, int channels, int digitBits) {
    int[] zeroPoint = new int[channels];
    Arrays.fill(zeroPoint, parameters.zeroPoint());
    return new WideOperand(parameters, zeroPoint, digitBits);
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
    return 2;
  }

  @Override
  public UniformParameters quantizer(int channel) {
    return parameters.withZeroPoint(zeroPoint[channel]);
  }

  @Override
  public double entryScale(int entry) {
    return Math.scalb(parameters.scale(), entry == LOW ? 0 : digitBits);
  }

  @Override
  public int entryValue(int entry, int code) {
    return entry == LOW ? code % (1 << digitBits) : code / (1 << digitBits);
  }

  @Override
  public SlotCode.Digits slotCode() {
    return new SlotCode.Digits(digitBits);
  }

  @Override
  public SlotMap slots(int channels, int reductionLanes) {
    if (zeroPoint.length != channels) {
      throw new IllegalArgumentException(
          zeroPoint.length + " zero-points in a layer of " + channels + " channels");
    }
    return SlotMap.replicated(channels, slotCode(), reductionLanes);
  }

  @Override
  public ScaleGrid nearestGrid() {
    return ScaleGrid.ofDigits(parameters.scale(), digitBits);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the second is not exactly {@code 2^digitBits} times the
   *     first
   */
  @Override
  public WideOperand withEntryScales(double[] scales) {
    WideOperand scaled = new WideOperand(parameters.withScale(scales[LOW]), zeroPoint, digitBits);
    if (scales[HIGH] != scaled.entryScale(HIGH)) {
      throw new IllegalArgumentException(
          "the high digits have the scale %s; allowed: %s, 2^%d times that of the low ones"
              .formatted(scales[HIGH], scaled.entryScale(HIGH), digitBits));
    }
    return scaled;
  }
}
