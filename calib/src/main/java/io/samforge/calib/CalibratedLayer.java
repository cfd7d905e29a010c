package io.samforge.calib;

import io.samforge.arch.layer.GemmLayer;
import io.samforge.calib.quant.FloatMatrix;

/**
 * A quantised layer and what the float model computes in its place.
 *
 * @param layer the layer of the accelerator
 * @param linear output of the float layer, bias included, before the activation
 * @param reference what the output of the accelerator stands for: {@code linear}, or the float
 *     activation of it when the layer delivers codes of the activation
 * @param choice what the calibration decided about the operand
 */
public record CalibratedLayer(
    GemmLayer layer, FloatMatrix linear, FloatMatrix reference, OperandChoice choice) {
  /** Refuses references whose shape is not [tokens][outputs] of the layer. */
  public CalibratedLayer {
    for (FloatMatrix matrix : new FloatMatrix[] {linear, reference}) {
      if (matrix.rows() != layer.tokens() || matrix.columns() != layer.outputs()) {
        throw new IllegalArgumentException(
            "%s: a reference [%d][%d] for an output [%d][%d]"
                .formatted(
                    layer.name(),
                    matrix.rows(),
                    matrix.columns(),
                    layer.tokens(),
                    layer.outputs()));
      }
    }
  }
}
