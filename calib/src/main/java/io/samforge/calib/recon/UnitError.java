package io.samforge.calib.recon;

import java.util.Map;

/**
 * How far the outputs of a quantised unit are from those of the float unit.
 *
 * @param error sum of squared differences
 * @param signal sum of squared float outputs
 * @param elements number of outputs compared
 * @param offsets mean of float minus quantised output for every output channel of the linear steps
 *     that write an output of the unit, by their names
 */
record UnitError(double error, double signal, long elements, Map<String, double[]> offsets) {
  /** Returns the mean squared difference. */
  double meanSquare() {
    return error / elements;
  }

  /** Returns the squared difference as a share of the signal. */
  double relative() {
    return error / signal;
  }
}
