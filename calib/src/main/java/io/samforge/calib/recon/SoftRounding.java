package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.calib.quant.FloatMatrix;

/**
 * Weights on their way between two neighbouring codes (AdaRound: M. Nagel et al., <i>Up or Down?
 * Adaptive Rounding for Post-Training Quantization</i>, ICML 2020): {@code what = s (base + h(a) -
 * z)} with {@code h(a) = clamp(1.2 sigmoid(a) - 0.1, 0, 1)}, one learned a for each weight. Scales
 * and zero-points are fixed.
 *
 * <p>The two codes are the given one and its neighbour on the side of the float weight. h starts at
 * the position of the float weight between them, but never across the middle: hardened at once, the
 * weights are the given ones.
 */
final class SoftRounding {
  private static final double STRETCH = 1.2;
  private static final double SHIFT = 0.1;

  /** How near to a code, and how near to the middle, h starts. */
  private static final double EDGE = 0.05;

  private final QuantizedWeights start;
  private final byte[][] base;
  private final LearnedTensor position;
  private final NDArray lower;
  private final NDArray scale;

  /**
   * Starts from given codes.
   *
   * @param weights float weights, shape [outputs][channels]
   * @param start their codes, scales and zero-points
   * @param rate learning rate
   */
  SoftRounding(NDManager manager, FloatMatrix weights, QuantizedWeights start, double rate) {
    this.start = start;
    int outputs = start.outputs();
    int channels = start.channels();
    Shape shape = new Shape(outputs, channels);
    this.base = new byte[outputs][channels];
    float[] a = new float[outputs * channels];
    float[] offset = new float[a.length];
    float[] scales = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      scales[o] = (float) start.scale()[o];
      for (int c = 0; c < channels; c++) {
        int code = start.codes()[o][c] & 0xff;
        double exact = weights.get(o, c) / start.scale()[o] + start.zeroPoint()[o];
        int low = lowerCode(code, exact, (1 << start.bits()) - 1);
        base[o][c] = (byte) low;
        offset[o * channels + c] = low - start.zeroPoint()[o];
        a[o * channels + c] = (float) inverse(position(code, low, exact));
      }
    }
    NDArray value = TorchEngine.owned(manager, a, shape);
    this.position = new LearnedTensor(value, value.onesLike().muli(rate), Double.NEGATIVE_INFINITY);
    this.lower = TorchEngine.owned(manager, offset, shape);
    this.scale = TorchEngine.owned(manager, scales, new Shape(outputs, 1));
  }

  /** The lower of the two codes that a weight may get. */
  static int lowerCode(int code, double exact, int highest) {
    int low = exact >= code ? code : code - 1;
    return Math.max(0, Math.min(highest - 1, low));
  }

  /** The first h of a weight, on the side of its code. */
  static double position(int code, int low, double exact) {
    double h = exact - low;
    return code == low
        ? Math.max(EDGE, Math.min(0.5 - EDGE, h))
        : Math.max(0.5 + EDGE, Math.min(1 - EDGE, h));
  }

  private static double inverse(double h) {
    return -Math.log(STRETCH / (h + SHIFT) - 1);
  }

  /** Returns what training changes. */
  LearnedTensor learned() {
    return position;
  }

  /** Returns the number of weights. */
  long size() {
    return lower.size();
  }

  /** Returns h, shape [outputs][channels]. */
  NDArray between() {
    NDArray stretch = TorchEngine.factor(lower.getManager(), STRETCH);
    NDArray h = position.current().getNDArrayInternal().sigmoid().mul(stretch).sub(SHIFT);
    NDArray fixed = h.stopGradient();
    NDArray clipped = fixed.clip(0, 1);
    NDArray inside = FakeQuantizer.indicator(clipped.eq(fixed));
    return clipped.add(FakeQuantizer.gradient(h, inside));
  }

  /** Returns the weights for a given h, shape [outputs][channels]. */
  NDArray weights(NDArray between) {
    return lower.add(between).mul(scale);
  }

  /** Returns {@code SUM (1 - |2h - 1|^beta)}: zero when every weight is at a code. */
  NDArray penalty(NDArray between, double beta) {
    NDArray two = TorchEngine.factor(lower.getManager(), 2);
    NDArray exponent = TorchEngine.factor(lower.getManager(), beta);
    return between.mul(two).sub(1).abs().pow(exponent).neg().add(1).sum();
  }

  /** Returns the weights of {@link #hardened}, shape [outputs][channels]. */
  NDArray hardWeights() {
    return weights(FakeQuantizer.indicator(position.value().gte(0)));
  }

  /** Returns the codes that are nearest: the upper one for a of zero and above. */
  QuantizedWeights hardened() {
    float[] a = position.value().toFloatArray();
    byte[][] codes = new byte[base.length][];
    for (int o = 0; o < codes.length; o++) {
      codes[o] = base[o].clone();
      for (int c = 0; c < codes[o].length; c++) {
        int up = a[o * codes[o].length + c] >= 0 ? 1 : 0;
        codes[o][c] = (byte) (base[o][c] + up);
      }
    }
    return new QuantizedWeights(start.bits(), codes, start.scale(), start.zeroPoint());
  }
}
