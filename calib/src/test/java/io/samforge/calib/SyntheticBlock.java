package io.samforge.calib;

import io.samforge.calib.onnx.Activation;
import io.samforge.calib.onnx.LinearLayer;
import io.samforge.calib.quant.FloatMatrix;
import java.util.Random;

/** A small block with random weights whose float outputs are computed the plain way. */
final class SyntheticBlock {
  private SyntheticBlock() {}

  static BlockCapture of(Random random, int tokens, int width, int hidden) {
    FloatMatrix x = normal(random, tokens, width, 1);
    LinearLayer qkv = linear(random, "b/attn/qkv", width, 3 * width, new Activation.None());
    LinearLayer fc1 = linear(random, "b/mlp/fc1", width, hidden, new Activation.Gelu("g"));
    LinearLayer fc2 = linear(random, "b/mlp/fc2", hidden, width, new Activation.None());
    FloatMatrix y = plain(x, fc1);
    FloatMatrix gelu = gelu(y);
    return new BlockCapture(
        "b",
        new BlockCapture.Layer(qkv, x, plain(x, qkv)),
        new BlockCapture.Layer(fc1, x, y),
        new BlockCapture.Layer(fc2, gelu, plain(gelu, fc2)));
  }

  private static LinearLayer linear(
      Random random, String name, int inputs, int outputs, Activation activation) {
    float[] bias = normal(random, 1, outputs, 0.2).row(0);
    FloatMatrix weights = normal(random, outputs, inputs, 1 / Math.sqrt(inputs));
    return new LinearLayer(name, name + ".in", name + ".out", weights, bias, activation);
  }

  /** Channels of different size and offset, so that grouping has something to do. */
  private static FloatMatrix normal(Random random, int rows, int columns, double deviation) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      double size = 1 + (i % columns) % 5 * 0.4;
      values[i] = (float) (deviation * size * (random.nextGaussian() + 0.3 * (i % columns % 3)));
    }
    return new FloatMatrix(rows, columns, values);
  }

  static FloatMatrix plain(FloatMatrix x, LinearLayer layer) {
    float[][] y = new float[x.rows()][layer.outputs()];
    for (int t = 0; t < x.rows(); t++) {
      for (int o = 0; o < layer.outputs(); o++) {
        double sum = layer.bias()[o];
        for (int c = 0; c < layer.inputs(); c++) {
          sum += (double) x.get(t, c) * layer.weights().get(o, c);
        }
        y[t][o] = (float) sum;
      }
    }
    return FloatMatrix.ofRows(y);
  }

  private static FloatMatrix gelu(FloatMatrix y) {
    float[] values = y.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) io.samforge.arch.format.ActivationFunction.GELU.apply(values[i]);
    }
    return new FloatMatrix(y.rows(), y.columns(), values);
  }
}
