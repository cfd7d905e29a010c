package io.samforge.calib.plan;

import io.samforge.arch.Sha256;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.PlanFile;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CaptureInput;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.recon.ReconstructionOptions;
import io.samforge.calib.recon.ReconstructionResult;
import io.samforge.calib.recon.UnitCut;
import io.samforge.calib.recon.UnitReconstruction;
import io.samforge.calib.recon.UnitSample;
import io.samforge.calib.recon.UnitSampleFolder;
import io.samforge.calib.run.FloatEngine;
import io.samforge.calib.run.QuantizedEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.StepEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reconstructs the units of a model from the first to the last: each is trained on what the
 * quantised units before it deliver, towards what the float model delivers (docs/algorithm.md,
 * reconstruction).
 *
 * <p>The quantisers of finished units are kept in files: a run that was stopped computes the units
 * before again, but trains only those that are left.
 */
public final class ModelReconstruction {
  private final StagedModel model;
  private final ReconstructionOptions options;
  private final Path folder;
  private final ProgressListener progress;
  private final UnitCut cut;

  /**
   * Prepares a reconstruction.
   *
   * @param folder where finished units and samples are kept
   */
  public ModelReconstruction(
      StagedModel model, ReconstructionOptions options, Path folder, ProgressListener progress) {
    this.model = model;
    this.options = options;
    this.folder = folder;
    this.progress = progress;
    this.cut = new UnitCut(model.graph(), model.hostParts());
  }

  /**
   * What became of a unit.
   *
   * @param unit its name
   * @param text signal-to-noise ratio before and after, or why it was left alone
   */
  public record Outcome(String unit, String text) {}

  /**
   * The result.
   *
   * @param plan quantisers of all steps
   * @param outcomes one for every unit
   */
  public record Result(QuantizationPlan plan, List<Outcome> outcomes) {
    /** Copies the list. */
    public Result {
      outcomes = List.copyOf(outcomes);
    }
  }

  /**
   * Reconstructs all units of a plan.
   *
   * @param start quantisers to start from
   * @param images inputs of the model
   */
  public Result run(QuantizationPlan start, List<? extends CaptureInput> images) {
    ImageStates exact = new ImageStates();
    ImageStates quantised = new ImageStates();
    StringBuilder history = new StringBuilder(options.toString());
    for (CaptureInput image : images) {
      Map<String, FloatTensor> inputs = image.tensors();
      exact.add(inputs);
      quantised.add(inputs);
      history.append(Sha256.of(image.identity()));
    }
    QuantizationPlan plan = start;
    List<Outcome> outcomes = new ArrayList<>();
    List<ReconstructionUnit> units = ReconstructionUnit.of(model.graph(), start::covers);
    int next = 0;
    try (ProgressListener.Task task = progress.start("reconstruction", units.size())) {
      for (ReconstructionUnit unit : units) {
        int first = index(unit.first());
        int last = index(unit.last());
        if (first > next) {
          advance(next, first - 1, exact, quantised, plan);
        }
        StagedGraph part = cut.between(unit.first(), unit.last());
        history.append(unit).append(new PlanDigest(plan, part));
        String key = Sha256.of(history.toString().getBytes(StandardCharsets.UTF_8));
        PlanFile kept = new PlanFile(folder.resolve("%.24s.unit".formatted(key)));
        Optional<QuantizationPlan> known = kept.load(key);
        if (known.isPresent()) {
          outcomes.add(new Outcome(unit.name(), "kept from an earlier run"));
          plan = joined(plan, known.get());
        } else {
          Outcome outcome;
          UnitSampleFolder samples = samples(part, exact, quantised);
          try (UnitReconstruction training =
              new UnitReconstruction(part, model.hostParts(), model.weights(), options)) {
            if (training.obstacle().isPresent()) {
              outcome = new Outcome(unit.name(), "left alone: " + training.obstacle().get());
            } else {
              ReconstructionResult result = training.run(plan, samples, ProgressListener.SILENT);
              plan = joined(plan, result.plan());
              kept.save(key, result.plan());
              outcome = new Outcome(unit.name(), result.text());
            }
          }
          outcomes.add(outcome);
        }
        advance(first, last, exact, quantised, plan);
        next = last + 1;
        task.step();
      }
    }
    return new Result(plan, outcomes);
  }

  private UnitSampleFolder samples(StagedGraph part, ImageStates exact, ImageStates quantised) {
    UnitSampleFolder samples = new UnitSampleFolder(folder.resolve("samples"), exact.size());
    ImageStates targets = new ImageStates();
    for (int i = 0; i < exact.size(); i++) {
      targets.add(exact.inputs(i, part));
    }
    Set<String> outputs = names(part.outputs());
    try (StepEngine engine = new FloatEngine(model.weights())) {
      targets.advance(part, model.hostParts(), engine, outputs);
    }
    for (int i = 0; i < exact.size(); i++) {
      Map<String, FloatTensor> wanted = targets.tensors(i);
      samples.write(i, new UnitSample(exact.inputs(i, part), quantised.inputs(i, part), wanted));
    }
    return samples;
  }

  private void advance(
      int first, int last, ImageStates exact, ImageStates quantised, QuantizationPlan plan) {
    List<ModelStep> steps = model.graph().steps();
    StagedGraph part = cut.between(steps.get(first).name(), steps.get(last).name());
    Set<String> needed = names(model.graph().outputs());
    steps.subList(last + 1, steps.size()).forEach(step -> needed.addAll(step.inputs()));
    try (StepEngine floats = new FloatEngine(model.weights());
        StepEngine rounded = new QuantizedEngine(model.weights(), plan)) {
      exact.advance(part, model.hostParts(), floats, needed);
      quantised.advance(part, model.hostParts(), rounded, needed);
    }
  }

  private static Set<String> names(List<TensorShape> tensors) {
    Set<String> names = new HashSet<>();
    tensors.forEach(tensor -> names.add(tensor.name()));
    return names;
  }

  private int index(String step) {
    List<ModelStep> steps = model.graph().steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).name().equals(step)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no step " + step);
  }

  private static QuantizationPlan joined(QuantizationPlan all, QuantizationPlan part) {
    Map<String, LinearQuantization> linears = new LinkedHashMap<>(all.linears());
    linears.putAll(part.linears());
    Map<String, ProductQuantization> products = new LinkedHashMap<>(all.products());
    products.putAll(part.products());
    return new QuantizationPlan(linears, products);
  }

  /** The quantisers of a part as text, for the key of a file. */
  private record PlanDigest(QuantizationPlan plan, StagedGraph part) {
    @Override
    public String toString() {
      Map<String, LinearQuantization> linears = new LinkedHashMap<>(plan.linears());
      Map<String, ProductQuantization> products = new LinkedHashMap<>(plan.products());
      Set<String> own = new HashSet<>();
      part.steps().forEach(step -> own.add(step.name()));
      linears.keySet().retainAll(own);
      products.keySet().retainAll(own);
      return PlanFile.digest(new QuantizationPlan(linears, products));
    }
  }
}
