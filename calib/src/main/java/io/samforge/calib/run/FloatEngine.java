package io.samforge.calib.run;

import io.samforge.arch.UserError;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.OnnxFunction;
import io.samforge.host.run.ProductSlice;
import io.samforge.host.run.SlicingEngine;
import io.samforge.host.run.StepValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes every step in floats in ONNX Runtime. A step with a folded activation delivers the value
 * of the activation, not codes.
 */
public final class FloatEngine implements SlicingEngine {
  private static final String LEFT = "left";
  private static final String RIGHT = "right";

  private final Map<String, LinearWeights> weights;
  private final OnnxFunction.Factory functions = new OnnxFunction.Factory();
  private final Map<LinearStep, OnnxFunction> linears = new HashMap<>();
  private OnnxFunction product;

  /**
   * Prepares the steps of a model; a step is loaded when it first runs.
   *
   * @param weights weights and bias of the linear steps, by the names of the steps
   */
  public FloatEngine(Map<String, LinearWeights> weights) {
    this.weights = Map.copyOf(weights);
  }

  @Override
  public FloatTensor linear(LinearStep step, StepValue input) {
    if (!(input instanceof FloatTensor floats)) {
      throw new UserError("the input is codes; this engine reads floats");
    }
    OnnxFunction function = linears.computeIfAbsent(step, this::load);
    FloatTensor x = new FloatTensor(LinearModel.inputShape(step), floats.data());
    return new FloatTensor(step.outputView().shape(), function.apply(x).data());
  }

  private OnnxFunction load(LinearStep step) {
    LinearWeights own = weights.get(step.name());
    if (own == null) {
      throw new IllegalArgumentException("no weights for the step " + step.name());
    }
    return functions.load(
        "the product", LinearModel.of(step, own), List.of(LinearModel.INPUT), LinearModel.OUTPUT);
  }

  @Override
  public FloatTensor slice(ProductSlice slice, FloatTensor left, FloatTensor right) {
    ProductStep step = slice.step();
    if (product == null) {
      byte[] model =
          new OnnxBuilder()
              .input(LEFT)
              .input(RIGHT)
              .node("MatMul", List.of(LEFT, RIGHT), LinearModel.OUTPUT)
              .model(LinearModel.OUTPUT);
      product = functions.load("the product", model, List.of(LEFT, RIGHT), LinearModel.OUTPUT);
    }
    FloatTensor y =
        product.apply(
            matrices(slice.count(), step.tokens(), step.inner(), left),
            matrices(slice.count(), step.inner(), step.columns(), right));
    return new FloatTensor(slice.shape(), y.data());
  }

  private static FloatTensor matrices(long batch, long rows, long columns, FloatTensor tensor) {
    return new FloatTensor(List.of(batch, rows, columns), tensor.data());
  }

  @Override
  public void close() {
    linears.values().forEach(OnnxFunction::close);
    linears.clear();
    if (product != null) {
      product.close();
      product = null;
    }
  }
}
