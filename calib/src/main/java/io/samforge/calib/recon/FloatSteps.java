package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.graph.LinearWeights;
import java.util.HashMap;
import java.util.Map;

/** Computes steps as they are before quantisation. */
final class FloatSteps implements StepMath {
  private final Map<String, NDArray> weights = new HashMap<>();
  private final Map<String, NDArray> biases = new HashMap<>();

  /** Makes tensors of the weights; they live as long as the manager. */
  FloatSteps(NDManager manager, Map<String, LinearWeights> linears) {
    linears.forEach(
        (name, own) -> {
          Shape shape = new Shape(own.weights().rows(), own.weights().columns());
          weights.put(name, TorchEngine.owned(manager, own.weights().toArray(), shape));
          biases.put(name, TorchEngine.owned(manager, own.bias(), new Shape(own.bias().length)));
        });
  }

  @Override
  public NDArray linear(LinearStep step, NDArray input) {
    ViewedMatrix product =
        ViewedMatrix.of(step.inputView(), input)
            .times(weights.get(step.name()), biases.get(step.name()));
    return StepMath.activate(step.activation(), product.tensor(step.outputView()));
  }

  @Override
  public NDArray product(ProductStep step, NDArray left, NDArray right) {
    return StepMath.output(step, StepMath.left(step, left).matMul(StepMath.right(step, right)));
  }
}
