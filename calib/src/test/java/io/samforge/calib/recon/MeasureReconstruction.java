package io.samforge.calib.recon;

import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.quant.GroupingMetric;
import io.samforge.calib.run.FloatEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reconstructs single units of MobileSAM's encoder on photographs and prints what it gained and how
 * long it took. No test: the figures are in docs/algorithm.md, section 10.
 *
 * <p>Arguments: bits, images, iterations, then pairs of the first and the last step of a unit.
 */
final class MeasureReconstruction {
  private final StagedModel model =
      GraphReader.read(ModelStore.standard().locate(ModelFile.ENCODER), GraphOptions.encoder());

  private MeasureReconstruction() {}

  public static void main(String[] args) throws IOException {
    int bits = Integer.parseInt(args[0]);
    int images = Integer.parseInt(args[1]);
    int iterations = Integer.parseInt(args[2]);
    MeasureReconstruction measurement = new MeasureReconstruction();
    for (int i = 3; i < args.length; i += 2) {
      measurement.unit(args[i], args[i + 1], bits, images, iterations);
    }
  }

  private void unit(String first, String last, int bits, int images, int iterations)
      throws IOException {
    StagedGraph unit = new UnitCut(model.graph(), model.hostParts()).between(first, last);
    List<UnitSample> samples = samples(unit, images);
    QuantizationPlan start =
        SimplePlan.of(unit, model.hostParts(), model.weights(), samples.get(0).floatInputs(), bits);
    ReconstructionOptions options = options(iterations);
    long begin = System.nanoTime();
    try (UnitReconstruction reconstruction =
        new UnitReconstruction(unit, model.hostParts(), model.weights(), options)) {
      double prepared = seconds(begin);
      if (reconstruction.obstacle().isPresent()) {
        System.out.println(first + ": " + reconstruction.obstacle().get());
        return;
      }
      long[] training = new long[2];
      ProgressListener progress = (name, units) -> new Stopwatch(training);
      ReconstructionResult result = reconstruction.run(start, new InMemory(samples), progress);
      System.out.printf(
          Locale.ROOT,
          "%s: %s; prepared %.1f s, %.1f ms an iteration, all %.1f s, resident %s%n",
          first,
          result.text(),
          prepared,
          (training[1] - training[0]) / 1e6 / iterations,
          seconds(begin),
          resident());
    }
  }

  private static ReconstructionOptions options(int iterations) {
    ReconstructionOptions standard = ReconstructionOptions.STANDARD;
    return new ReconstructionOptions(
        iterations,
        number("weights", standard.weightLearningRate()),
        number("scales", standard.scaleLearningRate()),
        Boolean.parseBoolean(System.getProperty("relative", "true")),
        number("drop", standard.dropProbability()),
        standard.mixProbability(),
        number("warmUp", standard.warmUp()),
        number("penalty", standard.regularisation()),
        (int) number("tokens", standard.batchTokens()),
        standard.evaluationTokens(),
        Boolean.getBoolean("progressive")
            ? Optional.of(GroupingMetric.NORMALISED)
            : Optional.empty(),
        standard.seed());
  }

  private static double number(String property, double otherwise) {
    return Double.parseDouble(System.getProperty(property, Double.toString(otherwise)));
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static String resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .findFirst()
        .orElse("?")
        .replaceAll("\\s+", " ");
  }

  private List<UnitSample> samples(StagedGraph unit, int images) {
    List<ModelStep> steps = new ArrayList<>();
    for (ModelStep step : model.graph().steps()) {
      steps.add(step);
      if (step.equals(unit.steps().get(unit.steps().size() - 1))) {
        break;
      }
    }
    List<TensorShape> kept = new ArrayList<>(unit.inputs());
    kept.addAll(unit.outputs());
    StagedGraph prefix = new StagedGraph("prefix", model.graph().inputs(), kept, steps);
    List<UnitSample> samples = new ArrayList<>();
    try (FloatEngine engine = new FloatEngine(model.weights());
        GraphExecutor executor =
            new GraphExecutor(prefix, model.hostParts(), engine, StepListener.NONE)) {
      for (int i = 0; i < images; i++) {
        Map<String, FloatTensor> picture =
            CalibrationImages.standard()
                .calibration()
                .get(i)
                .inputOf(model.graph().inputs().get(0))
                .tensors();
        Map<String, FloatTensor> all = executor.run(picture);
        Map<String, FloatTensor> inputs = part(all, unit.inputs());
        samples.add(new UnitSample(inputs, inputs, part(all, unit.outputs())));
      }
    }
    return samples;
  }

  private static Map<String, FloatTensor> part(
      Map<String, FloatTensor> all, List<TensorShape> wanted) {
    Map<String, FloatTensor> part = new LinkedHashMap<>();
    wanted.forEach(tensor -> part.put(tensor.name(), all.get(tensor.name())));
    return part;
  }

  /** Samples that are kept in memory. */
  record InMemory(List<UnitSample> samples) implements UnitSamples {
    InMemory(UnitSample... samples) {
      this(Arrays.asList(samples));
    }

    @Override
    public int images() {
      return samples.size();
    }

    @Override
    public UnitSample image(int index) {
      return samples.get(index);
    }
  }

  /** Notes when the task began and ended. */
  private record Stopwatch(long[] times) implements ProgressListener.Task {
    Stopwatch {
      times[0] = System.nanoTime();
    }

    @Override
    public void step() {
      times[1] = System.nanoTime();
    }

    @Override
    public void close() {}
  }
}
