package io.samforge.arch.layer;

import io.samforge.arch.format.HluqParameters;

/**
 * A hybrid log-uniform operand: entry 0 is the shift path, entry 1 the multiply path.
 *
 * @param parameters the quantiser of all channels
 */
public record HluqOperand(HluqParameters parameters) implements Operand {
  /** The entry of the shift path. */
  public static final int SHIFT = 0;

  /** The entry of the multiply path. */
  public static final int MULTIPLY = 1;

  @Override
  public int bits() {
    return parameters.bits();
  }

  @Override
  public int entries() {
    return 2;
  }

  @Override
  public HluqParameters quantizer(int channel) {
    return parameters;
  }

  @Override
  public double entryScale(int entry) {
    return entry == SHIFT ? parameters.lambdaScale() : parameters.scaleUniform();
  }

  @Override
  public int entryValue(int entry, int code) {
    return entry == SHIFT ? parameters.lambda(code) : parameters.upsilon(code);
  }

  @Override
  public SlotMap slots(int channels, int reductionLanes) {
    return SlotMap.identity(channels, reductionLanes);
  }

  @Override
  public HluqOperand withEntryScales(double[] scales) {
    double scaleLog = Math.scalb(scales[SHIFT], parameters.effectiveLog() - 1);
    return new HluqOperand(parameters.withScales(scaleLog, scales[MULTIPLY]));
  }
}
