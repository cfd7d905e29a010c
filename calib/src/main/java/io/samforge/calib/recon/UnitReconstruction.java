package io.samforge.calib.recon;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.graph.LinearWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reconstructs a unit: learns the rounding of its weights and the scales of its activations so that
 * its outputs come close to those of the float unit (algorithm, section 10).
 *
 * <p>Use from one thread, and train one unit of a process at a time: DJL records gradients for one
 * computation only. The same arguments give the same result on the same processor.
 */
public final class UnitReconstruction implements AutoCloseable {
  /** Values of a product's output above which training would not fit into memory. */
  private static final long LARGEST_PRODUCT = 1L << 26;

  private final ReconstructionOptions options;
  private final Map<String, LinearWeights> weights;
  private final UnitNetwork network;
  private final NDManager manager;
  private final FloatSteps floats;
  private final Optional<String> obstacle;
  private Sampler sampler;

  /**
   * Reads a unit and tries to compute it.
   *
   * @param unit the steps, see {@link UnitCut}
   * @param hostParts the ONNX model of every host step, by the name of the step
   * @param weights float weights of every linear step, by the name of the step
   * @throws io.samforge.arch.UserError when a host part is damaged
   */
  public UnitReconstruction(
      StagedGraph unit,
      Map<String, byte[]> hostParts,
      Map<String, LinearWeights> weights,
      ReconstructionOptions options) {
    this.options = options;
    this.network = new UnitNetwork(unit, hostParts);
    this.weights = new LinkedHashMap<>();
    unit.linearSteps().forEach(s -> this.weights.put(s.name(), weights.get(s.name())));
    this.manager = TorchEngine.manager();
    this.floats = new FloatSteps(manager, this.weights);
    this.obstacle = network.obstacle().or(this::tooLarge).or(this::failure);
  }

  private Optional<String> tooLarge() {
    return network
        .unit()
        .productSteps()
        .filter(step -> (long) step.batch() * step.tokens() * step.columns() > LARGEST_PRODUCT)
        .map(ProductStep::name)
        .findFirst()
        .map(name -> "the output of %s is too large to be trained on".formatted(name));
  }

  private Optional<String> failure() {
    if (network.unit().linearSteps().findAny().isEmpty()
        && network.unit().productSteps().findAny().isEmpty()) {
      return Optional.of("no step of the unit is quantised");
    }
    try {
      network.load(manager);
      sampler =
          new SamplerSearch(manager, network, floats, options.seed()).find(options.batchTokens());
      return Optional.empty();
    } catch (IllegalArgumentException | EngineException e) {
      return Optional.of("it cannot be computed: " + String.valueOf(e.getMessage()).strip());
    }
  }

  /** Returns why the unit cannot be reconstructed, such as an operator that is not known. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  /**
   * Reconstructs the unit.
   *
   * @param start quantisers to start from; of steps that are not in the unit they are ignored, and
   *     steps without quantisers stay in floats
   * @param samples what the unit reads and should write
   * @param progress is told of every iteration
   * @return the better quantisers: those of the start if training did not lower the error
   * @throws IllegalStateException when there is an obstacle
   */
  public ReconstructionResult run(
      QuantizationPlan start, UnitSamples samples, ProgressListener progress) {
    if (obstacle.isPresent()) {
      throw new IllegalStateException(obstacle.get());
    }
    QuantizationPlan own = ownPart(start);
    UnitError before = measure(own, samples);
    if (before.error() == 0) {
      return new ReconstructionResult(own, 0, 0, "nothing to gain");
    }
    QuantizationPlan trained = train(own, samples, progress, before.meanSquare());
    UnitError after = measure(trained, samples);
    QuantizationPlan shifted = shifted(trained, after.offsets());
    UnitError afterShift = measure(shifted, samples);
    String note = "%d iterations on %s".formatted(options.iterations(), sampler.text());
    if (Math.min(after.error(), afterShift.error()) >= before.error()) {
      return new ReconstructionResult(
          own, before.relative(), before.relative(), note + ", no gain: the start is kept");
    }
    boolean shift = afterShift.error() < after.error();
    return new ReconstructionResult(
        shift ? shifted : trained,
        before.relative(),
        shift ? afterShift.relative() : after.relative(),
        shift ? note + ", bias fitted" : note);
  }

  private QuantizationPlan ownPart(QuantizationPlan plan) {
    Map<String, LinearQuantization> linears = new LinkedHashMap<>(plan.linears());
    linears.keySet().retainAll(names(network.unit().linearSteps()));
    Map<String, ProductQuantization> products = new LinkedHashMap<>(plan.products());
    products.keySet().retainAll(names(network.unit().productSteps()));
    return new QuantizationPlan(linears, products);
  }

  private static List<String> names(Stream<? extends ModelStep> steps) {
    return steps.map(ModelStep::name).toList();
  }

  private QuantizationPlan train(
      QuantizationPlan start, UnitSamples samples, ProgressListener progress, double startError) {
    String name = "reconstruct " + network.unit().name();
    try (NDManager own = manager.newSubManager();
        ProgressListener.Task task = progress.start(name, options.iterations())) {
      UnitQuantizers quantizers = new UnitQuantizers(own, network.unit(), start, weights, options);
      ProgressiveGroups groups = new ProgressiveGroups(own, options);
      groups.separate(network, floats, samples, quantizers);
      new UnitTraining(own, network, quantizers, floats, sampler, options, startError)
          .run(samples, groups, task);
      return quantizers.plan();
    }
  }

  /** Measures a plan on parts of all images. */
  UnitError measure(QuantizationPlan plan, UnitSamples samples) {
    try (NDManager own = manager.newSubManager()) {
      UnitQuantizers quantizers = new UnitQuantizers(own, network.unit(), plan, weights, options);
      return new UnitMeasurement(own, network, sampler, options)
          .of(samples, new QuantizedSteps(quantizers, floats));
    }
  }

  /** Adds the mean error of every output channel to the bias of the step that writes it. */
  private static QuantizationPlan shifted(QuantizationPlan plan, Map<String, double[]> offsets) {
    Map<String, LinearQuantization> linears = new LinkedHashMap<>(plan.linears());
    offsets.forEach(
        (name, offset) ->
            linears.computeIfPresent(
                name,
                (key, quantized) -> {
                  double[] bias = quantized.bias().clone();
                  for (int o = 0; o < bias.length; o++) {
                    bias[o] += offset[o];
                  }
                  return new LinearQuantization(quantized.operand(), quantized.weights(), bias);
                }));
    return new QuantizationPlan(linears, plan.products());
  }

  /** Frees the tensors of the unit. */
  @Override
  public void close() {
    manager.close();
  }
}
