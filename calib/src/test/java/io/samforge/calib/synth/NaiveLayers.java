package io.samforge.calib.synth;

import java.util.HashMap;
import java.util.Map;
import org.apache.commons.numbers.gamma.Erf;

/**
 * Layers computed the plain way in doubles, as the formulas are written. A token is an array of
 * channels; an image is {@code [row][column][channel]}.
 */
final class NaiveLayers {
  private final RandomWeights random;
  private final Map<String, float[]> drawn = new HashMap<>();

  NaiveLayers(RandomWeights random) {
    this.random = random;
  }

  RandomWeights random() {
    return random;
  }

  double[] linear(double[] x, String name, int outputs) {
    float[] weights = matrix(name, outputs, x.length);
    float[] bias = bias(name, outputs);
    double[] y = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      y[o] = bias[o];
      for (int i = 0; i < x.length; i++) {
        y[o] += x[i] * weights[o * x.length + i];
      }
    }
    return y;
  }

  private float[] matrix(String name, int outputs, int inputs) {
    return drawn.computeIfAbsent(
        name + ".weight", weight -> random.matrix(weight, outputs, inputs));
  }

  private float[] bias(String name, int outputs) {
    return drawn.computeIfAbsent(name + ".bias", bias -> random.normal(bias, outputs, 0, 0.1));
  }

  double[] norm(double[] x, String name) {
    float[] gains =
        drawn.computeIfAbsent(name + ".weight", weight -> random.gains(weight, x.length));
    float[] shifts = bias(name, x.length);
    double mean = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    double variance = 0;
    for (double value : x) {
      variance += (value - mean) * (value - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int c = 0; c < x.length; c++) {
      y[c] = (x[c] - mean) / Math.sqrt(variance + 1e-6) * gains[c] + shifts[c];
    }
    return y;
  }

  static double[] gelu(double[] x) {
    double[] y = new double[x.length];
    for (int c = 0; c < x.length; c++) {
      y[c] = 0.5 * x[c] * (1 + Erf.value(x[c] / Math.sqrt(2)));
    }
    return y;
  }

  static double[] sum(double[] a, double[] b) {
    double[] y = new double[a.length];
    for (int c = 0; c < a.length; c++) {
      y[c] = a[c] + b[c];
    }
    return y;
  }

  static double[] softmax(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double total = 0;
    double[] p = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      p[i] = Math.exp(logits[i] - largest);
      total += p[i];
    }
    for (int i = 0; i < logits.length; i++) {
      p[i] /= total;
    }
    return p;
  }

  /** A convolution; what lies outside of the image is zero. */
  double[][][] convolution(double[][][] x, String name, Kernel kernel) {
    int side = (x.length + 2 * kernel.pad() - kernel.side()) / kernel.stride() + 1;
    int perGroup = kernel.inputs() / kernel.groups();
    int outputsPerGroup = kernel.outputs() / kernel.groups();
    int taps = kernel.side() * kernel.side();
    float[] weights = matrix(name, kernel.outputs(), perGroup * taps);
    float[] bias = kernel.bias() ? bias(name, kernel.outputs()) : new float[kernel.outputs()];
    double[][][] y = new double[side][side][kernel.outputs()];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        for (int o = 0; o < kernel.outputs(); o++) {
          double sum = bias[o];
          for (int i = 0; i < perGroup; i++) {
            int channel = o / outputsPerGroup * perGroup + i;
            for (int tap = 0; tap < taps; tap++) {
              int r = row * kernel.stride() - kernel.pad() + tap / kernel.side();
              int c = column * kernel.stride() - kernel.pad() + tap % kernel.side();
              if (r >= 0 && r < x.length && c >= 0 && c < x.length) {
                sum += x[r][c][channel] * weights[(o * perGroup + i) * taps + tap];
              }
            }
          }
          y[row][column][o] = sum;
        }
      }
    }
    return y;
  }
}
