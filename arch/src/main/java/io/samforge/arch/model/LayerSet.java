package io.samforge.arch.model;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HalfOutput;
import io.samforge.arch.layer.LayerFactory;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.OutputSpec;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SlotCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the accelerator's layers of a quantised model: what the golden model computes and what
 * programs are built from.
 *
 * <p>A step with a folded activation delivers codes of the operand of its readers, so it is
 * quantised exactly if they are. Immutable; layers are made anew in every call.
 */
public final class LayerSet implements StepLayers {
  private final AcceleratorConfig config;
  private final StagedGraph graph;
  private final QuantizationPlan plan;
  private final LayerFactory factory;
  private final Map<String, List<ModelStep>> readers = new LinkedHashMap<>();

  /**
   * Joins a model with its quantisers.
   *
   * @throws IllegalArgumentException when the plan names steps that the graph lacks, or covers a
   *     step with a folded activation and not its reader or the other way round, or when the
   *     readers of folded codes decode them differently or need several slots for a code
   */
  public LayerSet(AcceleratorConfig config, StagedGraph graph, QuantizationPlan plan) {
    this.config = config;
    this.graph = graph;
    this.plan = plan;
    this.factory = new LayerFactory(config);
    for (ModelStep step : graph.steps()) {
      for (String input : step.inputs()) {
        readers.computeIfAbsent(input, tensor -> new ArrayList<>()).add(step);
      }
    }
    checkNames();
    graph.linearSteps().filter(LayerSet::folded).forEach(this::checkReaders);
  }

  /** Returns the configuration that the layers are made for. */
  public AcceleratorConfig config() {
    return config;
  }

  /** Returns the model. */
  public StagedGraph graph() {
    return graph;
  }

  /** Returns the quantisers of the model. */
  public QuantizationPlan plan() {
    return plan;
  }

  @Override
  public boolean covers(ModelStep step) {
    return plan.covers(step);
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.samforge.arch.UserError when the layer does not fit the configuration
   */
  @Override
  public GemmLayer linear(LinearStep step) {
    LinearQuantization quantized = plan.linears().get(step.name());
    if (quantized == null) {
      throw new IllegalArgumentException("the plan does not cover " + step.name());
    }
    return factory.create(
        step.name(),
        step.tokens(),
        quantized.operand(),
        quantized.weights(),
        quantized.bias(),
        output(step));
  }

  @Override
  public ProductQuantization quantization(ProductStep step) {
    ProductQuantization quantized = plan.products().get(step.name());
    if (quantized == null) {
      throw new IllegalArgumentException("the plan does not cover " + step.name());
    }
    return quantized;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.samforge.arch.UserError when the layer does not fit the configuration
   */
  @Override
  public GemmLayer product(ProductStep step, int head, float[] right) {
    ProductQuantization quantized = quantization(step);
    if (right.length != step.inner() * step.columns()) {
      throw new IllegalArgumentException(
          "%s: %d values on the right for %d x %d"
              .formatted(step.name(), right.length, step.inner(), step.columns()));
    }
    QuantizedWeights weights = rightCodes(step, quantized.right(head), right);
    return factory.create(
        step.name() + "[" + head + "]",
        step.tokens(),
        quantized.left(head),
        weights,
        new double[step.columns()],
        config.halfOutputs() && step.deliversLogits() ? new HalfOutput() : new RawOutput());
  }

  private static QuantizedWeights rightCodes(
      ProductStep step, RightQuantization quantizer, float[] right) {
    byte[][] codes = new byte[step.columns()][step.inner()];
    double[] scale = new double[step.columns()];
    int[] zeroPoint = new int[step.columns()];
    for (int o = 0; o < codes.length; o++) {
      scale[o] = quantizer.scale(o);
      zeroPoint[o] = quantizer.zeroPoint(o);
      for (int c = 0; c < codes[o].length; c++) {
        codes[o][c] = (byte) quantizer.encode(right[c * codes.length + o], o);
      }
    }
    return new QuantizedWeights(quantizer.bits(), codes, scale, zeroPoint);
  }

  private OutputSpec output(LinearStep step) {
    if (!folded(step)) {
      return new RawOutput();
    }
    ModelStep reader = readers.get(step.output()).get(0);
    Operand operand = plan.linears().get(reader.name()).operand().operand();
    Map<Quantizer, Integer> banks = new LinkedHashMap<>();
    int[] bankOfChannel = new int[step.outputChannels()];
    for (int o = 0; o < bankOfChannel.length; o++) {
      int next = banks.size();
      bankOfChannel[o] = banks.computeIfAbsent(operand.quantizer(o), q -> next);
    }
    try {
      return new CodeOutput(
          EncoderThresholds.of(List.copyOf(banks.keySet()), step.activation()), bankOfChannel);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s cannot deliver codes to %s: %s".formatted(step.name(), reader.name(), e.getMessage()),
          e);
    }
  }

  private static boolean folded(LinearStep step) {
    return step.activation() != ActivationFunction.IDENTITY;
  }

  private void checkNames() {
    for (String name : plan.linears().keySet()) {
      if (graph.linearSteps().noneMatch(step -> step.name().equals(name))) {
        throw new IllegalArgumentException(
            "graph %s has no linear step %s".formatted(graph.name(), name));
      }
    }
    for (String name : plan.products().keySet()) {
      if (graph.productSteps().noneMatch(step -> step.name().equals(name))) {
        throw new IllegalArgumentException(
            "graph %s has no product %s".formatted(graph.name(), name));
      }
    }
  }

  private void checkReaders(LinearStep step) {
    List<ModelStep> all = readers.getOrDefault(step.output(), List.of());
    boolean delivered =
        graph.outputs().stream().anyMatch(output -> output.name().equals(step.output()));
    if (all.isEmpty() || delivered) {
      throw new IllegalArgumentException(
          "%s has %s folded, but not every reader of %s is a linear step"
              .formatted(step.name(), step.activation(), step.output()));
    }
    for (ModelStep reader : all) {
      if (!(reader instanceof LinearStep linear) || !linear.inputView().equals(step.outputView())) {
        throw new IllegalArgumentException(
            "%s has %s folded, but %s does not read it as rows of a linear step"
                .formatted(step.name(), step.activation(), reader.name()));
      }
      if (covers(step) != covers(reader)) {
        ModelStep quantised = covers(step) ? step : reader;
        ModelStep other = covers(step) ? reader : step;
        throw new IllegalArgumentException(
            "codes pass from %s to %s, but the plan covers %s and not %s"
                .formatted(step.name(), reader.name(), quantised.name(), other.name()));
      }
    }
    checkSameOperand(step, all);
  }

  private void checkSameOperand(LinearStep step, List<ModelStep> all) {
    if (!covers(step)) {
      return;
    }
    Operand first = plan.linears().get(all.get(0).name()).operand().operand();
    for (ModelStep reader : all) {
      Operand other = plan.linears().get(reader.name()).operand().operand();
      if (!(other.slotCode() instanceof SlotCode.Plain)) {
        throw new IllegalArgumentException(
            "%s reads codes in several slots; allowed: codes that the host writes, not those of %s"
                .formatted(reader.name(), step.name()));
      }
      for (int c = 0; c < step.outputChannels(); c++) {
        if (!first.quantizer(c).equals(other.quantizer(c))) {
          throw new IllegalArgumentException(
              "%s and %s decode the codes of %s differently"
                  .formatted(all.get(0).name(), reader.name(), step.name()));
        }
      }
    }
  }
}
