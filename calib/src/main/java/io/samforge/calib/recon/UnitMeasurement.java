package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.TensorShape;
import io.samforge.host.run.FloatTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Measures a unit on the same parts of all images, with the inputs of the quantised model. */
final class UnitMeasurement {
  private final UnitNetwork network;
  private final NDManager manager;
  private final Sampler sampler;
  private final ReconstructionOptions options;
  private final List<LinearStep> writers;

  /** Prepares a measurement. */
  UnitMeasurement(
      NDManager manager, UnitNetwork network, Sampler sampler, ReconstructionOptions options) {
    this.manager = manager;
    this.network = network;
    this.sampler = sampler;
    this.options = options;
    this.writers =
        network
            .unit()
            .linearSteps()
            .filter(step -> step.activation() == ActivationFunction.IDENTITY)
            .filter(step -> writes(step.output()))
            .toList();
  }

  private boolean writes(String tensor) {
    return network.unit().outputs().stream().anyMatch(output -> output.name().equals(tensor));
  }

  /** Sums that grow from part to part. */
  private static final class Sums {
    private double error;
    private double signal;
    private long elements;
    private final Map<String, double[]> offsets = new LinkedHashMap<>();
    private int parts;
  }

  /** Measures what {@code math} computes. */
  UnitError of(UnitSamples samples, StepMath math) {
    Sums sums = new Sums();
    writers.forEach(step -> sums.offsets.put(step.name(), new double[step.outputChannels()]));
    boolean whole = sampler instanceof Sampler.Everything;
    int draws = whole ? 1 : (options.evaluationTokens() - 1) / options.batchTokens() + 1;
    for (int i = 0; i < samples.images(); i++) {
      UnitSample sample = samples.image(i);
      Random random = new Random(options.seed() + i);
      for (int draw = 0; draw < draws; draw++) {
        add(sample, sampler.draw(random), math, sums);
      }
    }
    sums.offsets.values().forEach(means -> divide(means, sums.parts));
    return new UnitError(sums.error, sums.signal, sums.elements, sums.offsets);
  }

  private void add(UnitSample sample, Selection selection, StepMath math, Sums sums) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Map<String, NDArray> inputs = new LinkedHashMap<>();
      for (TensorShape input : network.unit().inputs()) {
        FloatTensor whole = sample.quantizedInputs().get(input.name());
        inputs.put(input.name(), selection.input(manager, whole));
      }
      Map<String, NDArray> outputs = network.run(inputs, math);
      sums.parts++;
      for (TensorShape output : network.unit().outputs()) {
        NDArray target = selection.target(manager, sample.targets().get(output.name()));
        NDArray difference = target.sub(selection.counted(outputs.get(output.name()), target));
        sums.error += difference.square().sum().getFloat();
        sums.signal += target.square().sum().getFloat();
        sums.elements += target.size();
        writers.stream()
            .filter(step -> step.output().equals(output.name()))
            .forEach(step -> addOffsets(step, difference, sums.offsets.get(step.name())));
      }
    }
  }

  private static void addOffsets(LinearStep step, NDArray difference, double[] offsets) {
    int channels = step.outputChannels();
    NDArray means =
        step.outputView() instanceof MatrixView.Rows
            ? difference.reshape(-1, channels).mean(new int[] {0})
            : difference.reshape(channels, -1).mean(new int[] {1});
    float[] values = means.toFloatArray();
    for (int o = 0; o < channels; o++) {
      offsets[o] += values[o];
    }
  }

  private static void divide(double[] values, int divisor) {
    for (int i = 0; i < values.length; i++) {
      values[i] /= divisor;
    }
  }
}
