package io.samforge.calib.plan;

import io.samforge.arch.Sha256;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideWeightsOperand;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.pack.PlanFile;
import io.samforge.calib.CodeVersion;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.capture.LinearSamples;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.CompensatedWeights;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.OperandTable;
import io.samforge.calib.quant.WeightQuantizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses the quantisers of all steps of a model, one after the other. What was chosen for a step
 * is kept in a file, so that a run that was stopped goes on with the next step.
 */
public final class ModelQuantizer {
  private static final double DAMPING = 0.1;

  /** Rows that two quantisations of a step are compared on. */
  private static final int SAMPLE = 1024;

  private final AcceleratorConfig config;
  private final Recipe recipe;
  private final Path folder;
  private final ProgressListener progress;

  /**
   * Prepares a quantisation.
   *
   * @param folder where the quantisers of finished steps are kept
   */
  public ModelQuantizer(
      AcceleratorConfig config, Recipe recipe, Path folder, ProgressListener progress) {
    this.config = config;
    this.recipe = recipe;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * The result.
   *
   * @param plan the quantisers
   * @param qualities one for every quantised step, in order
   */
  public record Result(QuantizationPlan plan, List<StepQuality> qualities) {
    /** Copies the list. */
    public Result {
      qualities = List.copyOf(qualities);
    }
  }

  /**
   * Quantises a model.
   *
   * @param samples of the same model
   * @param ofProduct samples of a product of the model
   * @throws UserError when a step cannot be quantised, naming it
   */
  public Result quantise(
      StagedModel model,
      CalibrationSamples samples,
      Function<ProductStep, ProductSamples> ofProduct) {
    String name = model.graph().name();
    List<ModelStep> steps = model.graph().steps().stream().filter(recipe::covers).toList();
    Set<String> codes =
        model
            .graph()
            .linearSteps()
            .filter(step -> step.activation() != ActivationFunction.IDENTITY)
            .map(LinearStep::output)
            .collect(Collectors.toSet());
    StepMeasurement measurement = new StepMeasurement(name, config);
    ProductChooser productChooser = new ProductChooser(config, recipe, measurement);
    Map<String, LinearQuantization> linears = new LinkedHashMap<>();
    Map<String, ProductQuantization> products = new LinkedHashMap<>();
    try (ProgressListener.Task task = progress.start("quantisers of " + name, steps.size())) {
      for (ModelStep step : steps) {
        if (step instanceof LinearStep linear) {
          linears.put(
              step.name(),
              kept(model, samples, linear)
                  .orElseGet(
                      () ->
                          keep(
                              model,
                              samples,
                              linear,
                              codes.contains(linear.input()),
                              measurement)));
        } else if (step instanceof ProductStep product) {
          ProductSamples own = ofProduct.apply(product);
          products.put(step.name(), productChooser.choose(product, own));
        }
        task.step();
      }
    }
    QuantizationPlan plan = new QuantizationPlan(linears, products);
    return new Result(plan, measure(model, samples, ofProduct, plan));
  }

  /** Measures every step of a plan on its own. */
  List<StepQuality> measure(
      StagedModel model,
      CalibrationSamples samples,
      Function<ProductStep, ProductSamples> ofProduct,
      QuantizationPlan plan) {
    StepMeasurement measurement = new StepMeasurement(model.graph().name(), config);
    List<StepQuality> qualities = new ArrayList<>();
    List<ModelStep> steps = model.graph().steps().stream().filter(plan::covers).toList();
    try (ProgressListener.Task task =
        progress.start("errors of " + model.graph().name(), steps.size())) {
      for (ModelStep step : steps) {
        if (step instanceof LinearStep linear) {
          LinearWeights weights = model.weights().get(step.name());
          LinearQuantization found = plan.linears().get(step.name());
          qualities.add(measurement.of(linear, samples.linear(linear), weights, found));
        } else if (step instanceof ProductStep product) {
          ProductQuantization found = plan.products().get(step.name());
          qualities.add(measurement.of(product, ofProduct.apply(product), found));
        }
        task.step();
      }
    }
    return qualities;
  }

  private Optional<LinearQuantization> kept(
      StagedModel model, CalibrationSamples samples, LinearStep step) {
    return file(model, step)
        .load(key(model, samples, step))
        .map(plan -> plan.linears().get(step.name()));
  }

  private LinearQuantization keep(
      StagedModel model,
      CalibrationSamples samples,
      LinearStep step,
      boolean codesOfChain,
      StepMeasurement measurement) {
    try {
      LinearQuantization found =
          choose(
              step,
              codesOfChain,
              samples.linear(step),
              model.weights().get(step.name()),
              measurement);
      file(model, step)
          .save(
              key(model, samples, step),
              new QuantizationPlan(Map.of(step.name(), found), Map.of()));
      return found;
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "%s, step %s cannot be quantised: %s"
              .formatted(model.graph().name(), step.name(), e.getMessage()),
          e);
    }
  }

  private LinearQuantization choose(
      LinearStep step,
      boolean codesOfChain,
      LinearSamples samples,
      LinearWeights weights,
      StepMeasurement measurement) {
    SnappedOperand operand = operand(step, codesOfChain, samples, weights, false);
    LinearQuantization narrow =
        recipe.rounding() == Rounding.NEAREST
            ? nearest(operand, weights)
            : compensated(
                operand, new CompensatedWeights(config.weightBits(), DAMPING), samples, weights);
    if (codesOfChain || !recipe.wideWeights(step) || !hasWideWeights(config)) {
      return narrow;
    }
    SnappedOperand roomy = operand(step, false, samples, weights, true);
    if (!fitsWideWeights(step, roomy.operand())) {
      return narrow;
    }
    LinearQuantization wide =
        compensated(roomy, CompensatedWeights.wide(DAMPING), samples, weights);
    LinearSamples usual = samples.usual(SAMPLE);
    double gain =
        measurement.of(step, usual, weights, wide).outputDecibels()
            - measurement.of(step, usual, weights, narrow).outputDecibels();
    return gain > 0 ? wide : narrow;
  }

  /** Whether an array has fewer weight bits than wide weights. */
  static boolean hasWideWeights(AcceleratorConfig config) {
    return WideWeightsOperand.needed(WideWeightsOperand.BITS, config);
  }

  private boolean fitsWideWeights(LinearStep step, Operand operand) {
    return !(operand instanceof HluqOperand)
        && 2 * operand.slots(step.channels(), config.reductionLanes()).slots()
            <= config.maxInChannels();
  }

  private SnappedOperand operand(
      LinearStep step,
      boolean codesOfChain,
      LinearSamples samples,
      LinearWeights weights,
      boolean wideWeights) {
    Operand found =
        new OperandChooser(config, recipe, wideWeights)
            .choose(step, codesOfChain, samples, weights.weights());
    return SnappedOperand.snap(found, wideWeights ? config.weightBits() : 0);
  }

  private LinearQuantization nearest(SnappedOperand operand, LinearWeights weights) {
    QuantizedWeights codes =
        new WeightQuantizer(config.weightBits()).quantize(weights.weights(), o -> {});
    float[] bias = weights.bias();
    return new LinearQuantization(
        operand, codes, IntStream.range(0, bias.length).mapToDouble(o -> bias[o]).toArray());
  }

  private static LinearQuantization compensated(
      SnappedOperand operand,
      CompensatedWeights rounding,
      LinearSamples samples,
      LinearWeights weights) {
    FloatMatrix inputs =
        new OperandTable(operand.operand(), weights.weights().columns()).quantise(samples.rows());
    CompensatedWeights.Result fit =
        rounding.fit(inputs, weights.weights(), weights.bias(), o -> {});
    return new LinearQuantization(operand, fit.weights(), fit.bias());
  }

  private PlanFile file(StagedModel model, LinearStep step) {
    String name = "%s %s".formatted(model.graph().name(), step.name());
    String digest = Sha256.of((name + recipe).getBytes(StandardCharsets.UTF_8));
    return new PlanFile(folder.resolve("%.24s.plan".formatted(digest)));
  }

  /** Everything that the quantisers of a step depend on, in one line. */
  private String key(StagedModel model, CalibrationSamples samples, LinearStep step) {
    LinearWeights weights = model.weights().get(step.name());
    return String.join(
        " ",
        config.hash(),
        CodeVersion.digest(),
        samples.identity(),
        Sha256.of(recipe.toString().getBytes(StandardCharsets.UTF_8)),
        Sha256.of(step.toString().getBytes(StandardCharsets.UTF_8)),
        weights.digest());
  }
}
