package io.samforge.calib.recon;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.calib.graph.LinearWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The quantisers of a unit's steps, ready for training. */
final class UnitQuantizers {
  private final Map<String, LearnedLinear> linears = new LinkedHashMap<>();
  private final Map<String, LearnedProduct> products = new LinkedHashMap<>();

  /**
   * Makes the quantisers of all steps that a plan covers.
   *
   * @param plan where training starts
   * @param weights float weights of the linear steps
   */
  UnitQuantizers(
      NDManager manager,
      StagedGraph unit,
      QuantizationPlan plan,
      Map<String, LinearWeights> weights,
      ReconstructionOptions options) {
    ScaleRates rates = new ScaleRates(options.scaleLearningRate(), options.relativeScales());
    unit.linearSteps()
        .filter(plan::covers)
        .forEach(
            step -> {
              LinearQuantization start = plan.linears().get(step.name());
              ScaleRates own = sharesCodes(unit, step) ? new ScaleRates(0, false) : rates;
              linears.put(step.name(), linear(manager, step, start, weights, options, own));
            });
    unit.productSteps()
        .filter(plan::covers)
        .forEach(
            step ->
                products.put(
                    step.name(), product(manager, step, plan.products().get(step.name()), rates)));
  }

  /** Whether other steps decode the codes that a step reads: then its operand must stay theirs. */
  private static boolean sharesCodes(StagedGraph unit, LinearStep reader) {
    boolean delivered =
        unit.outputs().stream().anyMatch(output -> output.name().equals(reader.input()));
    boolean others =
        unit.steps().stream()
            .anyMatch(s -> !s.name().equals(reader.name()) && s.inputs().contains(reader.input()));
    return (delivered || others)
        && unit.linearSteps()
            .anyMatch(
                s ->
                    s.output().equals(reader.input())
                        && s.activation() != ActivationFunction.IDENTITY);
  }

  private static LearnedLinear linear(
      NDManager manager,
      LinearStep step,
      LinearQuantization start,
      Map<String, LinearWeights> weights,
      ReconstructionOptions options,
      ScaleRates rates) {
    boolean channelsFirst = !(step.inputView() instanceof MatrixView.Rows);
    float[] bias = new float[start.bias().length];
    for (int o = 0; o < bias.length; o++) {
      bias[o] = (float) start.bias()[o];
    }
    return new LearnedLinear(
        LearnedOperand.of(manager, start.operand(), step.channels(), channelsFirst, rates),
        new SoftRounding(
            manager,
            weights.get(step.name()).weights(),
            start.weights(),
            options.weightLearningRate()),
        TorchEngine.owned(manager, bias, new Shape(bias.length)),
        start.bias());
  }

  private static LearnedProduct product(
      NDManager manager, ProductStep step, ProductQuantization start, ScaleRates rates) {
    return new LearnedProduct(
        start.left().stream()
            .map(left -> LearnedOperand.of(manager, left, step.inner(), false, rates))
            .toList(),
        start.right().stream()
            .map(right -> LearnedRight.of(manager, right, step.columns(), rates))
            .toList());
  }

  /** Returns the linear steps by their names. */
  Map<String, LearnedLinear> linears() {
    return linears;
  }

  /** Returns the products by their names. */
  Map<String, LearnedProduct> products() {
    return products;
  }

  /** Replaces the operand of a linear step. */
  void replace(String step, LearnedOperand operand) {
    linears.put(step, linears.get(step).with(operand));
  }

  /** Returns the number of weights. */
  long weights() {
    return linears.values().stream().mapToLong(linear -> linear.weights().size()).sum();
  }

  /** Returns the positions of all weights. */
  List<LearnedTensor> positions() {
    return linears.values().stream().map(linear -> linear.weights().learned()).toList();
  }

  /** Returns all scales of activations. */
  List<LearnedTensor> scales() {
    List<LearnedTensor> scales = new ArrayList<>();
    Stream.concat(
            linears.values().stream().map(LearnedLinear::operand),
            products.values().stream().flatMap(product -> product.left().stream()))
        .forEach(operand -> scales.addAll(operand.quantizer().learned()));
    products.values().stream()
        .flatMap(product -> product.right().stream())
        .forEach(right -> scales.addAll(right.quantizer().learned()));
    return scales;
  }

  /** Returns the quantisers as a plan with hardened weights. */
  QuantizationPlan plan() {
    Map<String, LinearQuantization> linearResults = new LinkedHashMap<>();
    linears.forEach((name, linear) -> linearResults.put(name, linear.result()));
    Map<String, ProductQuantization> productResults = new LinkedHashMap<>();
    products.forEach((name, product) -> productResults.put(name, product.result()));
    return new QuantizationPlan(linearResults, productResults);
  }
}
