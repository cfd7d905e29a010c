package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes steps for one iteration of training: weights between two codes, and activations that are
 * rounded or, at random, left as they are (QDrop: X. Wei et al., ICLR 2022).
 */
final class TrainingSteps implements StepMath {
  private final UnitQuantizers quantizers;
  private final StepMath floats;
  private final double drop;
  private final Map<String, NDArray> between = new HashMap<>();

  /**
   * Begins an iteration.
   *
   * @param drop probability that an activation is not rounded
   */
  TrainingSteps(UnitQuantizers quantizers, StepMath floats, double drop) {
    this.quantizers = quantizers;
    this.floats = floats;
    this.drop = drop;
    quantizers.linears().forEach((name, linear) -> between.put(name, linear.weights().between()));
  }

  @Override
  public NDArray linear(LinearStep step, NDArray input) {
    LearnedLinear linear = quantizers.linears().get(step.name());
    if (linear == null) {
      return floats.linear(step, input);
    }
    ViewedMatrix x = ViewedMatrix.of(step.inputView(), input);
    NDArray rounded = round(linear.operand().quantizer(), x.values());
    NDArray weights = linear.weights().weights(between.get(step.name()));
    ViewedMatrix y = x.with(rounded).times(weights, linear.bias());
    return StepMath.activate(step.activation(), y.tensor(step.outputView()));
  }

  @Override
  public NDArray product(ProductStep step, NDArray left, NDArray right) {
    LearnedProduct product = quantizers.products().get(step.name());
    if (product == null) {
      return floats.product(step, left, right);
    }
    NDArray rows = product.roundLeft(StepMath.left(step, left), this::round);
    NDArray columns = product.roundRight(StepMath.right(step, right), this::round);
    return StepMath.output(step, rows.matMul(columns));
  }

  private NDArray round(FakeQuantizer quantizer, NDArray x) {
    NDArray rounded = quantizer.train(x);
    if (drop == 0) {
      return rounded;
    }
    NDArray dropped = x.getManager().randomUniform(0, 1, x.getShape()).lt(drop);
    return NDArrays.where(dropped, x, rounded);
  }

  /** Returns the penalty on all weights between codes. */
  NDArray penalty(double beta) {
    NDArray sum = null;
    for (Map.Entry<String, LearnedLinear> linear : quantizers.linears().entrySet()) {
      NDArray own = linear.getValue().weights().penalty(between.get(linear.getKey()), beta);
      sum = sum == null ? own : sum.add(own);
    }
    return sum;
  }
}
