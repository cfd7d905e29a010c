package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes steps with hardened weights and the levels of all activations, as the accelerator does;
 * steps without quantisers in floats.
 */
final class QuantizedSteps implements StepMath {
  private final UnitQuantizers quantizers;
  private final StepMath floats;
  private final Map<String, NDArray> weights = new HashMap<>();

  /** Hardens the weights as they are now. */
  QuantizedSteps(UnitQuantizers quantizers, StepMath floats) {
    this.quantizers = quantizers;
    this.floats = floats;
    quantizers
        .linears()
        .forEach((name, linear) -> weights.put(name, linear.weights().hardWeights()));
  }

  @Override
  public NDArray linear(LinearStep step, NDArray input) {
    LearnedLinear linear = quantizers.linears().get(step.name());
    if (linear == null) {
      return floats.linear(step, input);
    }
    ViewedMatrix x = ViewedMatrix.of(step.inputView(), input);
    NDArray rounded = linear.operand().quantizer().levels(x.values());
    ViewedMatrix y = x.with(rounded).times(weights.get(step.name()), linear.bias());
    return StepMath.activate(step.activation(), y.tensor(step.outputView()));
  }

  @Override
  public NDArray product(ProductStep step, NDArray left, NDArray right) {
    LearnedProduct product = quantizers.products().get(step.name());
    if (product == null) {
      return floats.product(step, left, right);
    }
    NDArray rows = product.roundLeft(StepMath.left(step, left), FakeQuantizer::levels);
    NDArray columns = product.roundRight(StepMath.right(step, right), FakeQuantizer::levels);
    return StepMath.output(step, rows.matMul(columns));
  }
}
