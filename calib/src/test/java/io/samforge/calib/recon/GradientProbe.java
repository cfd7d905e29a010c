package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.function.UnaryOperator;

/** A function of values and learned numbers, differentiated by PyTorch. */
final class GradientProbe implements AutoCloseable {
  private final NDManager manager = TorchEngine.manager();

  /**
   * What was computed.
   *
   * @param value the function of every value
   * @param byInput its derivative by the value
   * @param byLearned derivative of the weighted sum of all functions by the learned numbers
   */
  record Result(float[] value, float[] byInput, float[][] byLearned) {}

  NDManager manager() {
    return manager;
  }

  LearnedTensor learned(double... values) {
    return new ScaleRates(1e-3, true).learned(manager, values);
  }

  /** Differentiates {@code SUM weights_i f(x)_i}. */
  Result of(NDArray x, NDArray weights, UnaryOperator<NDArray> f, LearnedTensor... learned) {
    x.setRequiresGradient(true);
    for (LearnedTensor tensor : learned) {
      tensor.watch();
    }
    try (GradientCollector collector = TorchEngine.engine().newGradientCollector()) {
      NDArray y = f.apply(x);
      collector.backward(y.mul(weights).sum());
      float[][] gradients = new float[learned.length][];
      for (int i = 0; i < learned.length; i++) {
        gradients[i] = learned[i].current().getGradient().toFloatArray();
      }
      return new Result(y.toFloatArray(), x.getGradient().div(weights).toFloatArray(), gradients);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
