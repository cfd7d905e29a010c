package io.samforge.calib.recon;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * How fast scales are learned.
 *
 * @param rate the learning rate; 0 keeps scales as they are
 * @param relative whether it is multiplied with the scale
 */
record ScaleRates(double rate, boolean relative) {
  /** No scale falls below this, the distance from 1 to the next float. */
  private static final double LEAST = Math.ulp(1f);

  /** Makes scales that are learned, shape [scales]. */
  LearnedTensor learned(NDManager manager, double... scales) {
    float[] values = new float[scales.length];
    float[] rates = new float[scales.length];
    for (int i = 0; i < scales.length; i++) {
      values[i] = (float) scales[i];
      rates[i] = (float) (relative ? rate * scales[i] : rate);
    }
    Shape shape = new Shape(scales.length);
    return new LearnedTensor(
        TorchEngine.owned(manager, values, shape), TorchEngine.owned(manager, rates, shape), LEAST);
  }

  /** Returns what scales have become. */
  static double[] values(LearnedTensor scales) {
    float[] values = scales.value().toFloatArray();
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
