package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.ProgressListener;
import io.samforge.host.run.FloatTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The iterations that move weights and scales of a unit (algorithm, section 10.3). */
final class UnitTraining {
  private static final double FIRST_BETA = 20;
  private static final double LAST_BETA = 2;

  /**
   * Adam moves a scale by its rate whatever the gradient is, so noise alone moves it this often.
   */
  private static final double ITERATIONS_AT_FULL_RATE = 400;

  private final UnitNetwork network;
  private final NDManager manager;
  private final UnitQuantizers quantizers;
  private final StepMath floats;
  private final Sampler sampler;
  private final ReconstructionOptions options;
  private final double startError;
  private final Random random;

  /**
   * Prepares a training.
   *
   * @param quantizers what is trained
   * @param floats computes steps without quantisers
   * @param startError mean squared error of the unit before training
   */
  UnitTraining(
      NDManager manager,
      UnitNetwork network,
      UnitQuantizers quantizers,
      StepMath floats,
      Sampler sampler,
      ReconstructionOptions options,
      double startError) {
    this.network = network;
    this.manager = manager;
    this.quantizers = quantizers;
    this.floats = floats;
    this.sampler = sampler;
    this.options = options;
    this.startError = startError;
    this.random = new Random(options.seed());
  }

  /** Trains. */
  void run(UnitSamples samples, ProgressiveGroups groups, ProgressListener.Task task) {
    TorchEngine.engine().setRandomSeed(Long.hashCode(options.seed()));
    for (int i = 0; i < options.iterations(); i++) {
      iterate(samples.image(random.nextInt(samples.images())), i);
      groups.finished(i + 1, quantizers);
      task.step();
    }
  }

  private void iterate(UnitSample sample, int iteration) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      quantizers.positions().forEach(LearnedTensor::watch);
      quantizers.scales().forEach(LearnedTensor::watch);
      try (GradientCollector collector = TorchEngine.engine().newGradientCollector()) {
        collector.backward(loss(sample, iteration));
      }
      quantizers.positions().forEach(position -> position.step(1));
      double cosine = 0.5 * (1 + Math.cos(Math.PI * iteration / options.iterations()));
      double shorter = Math.min(1, ITERATIONS_AT_FULL_RATE / options.iterations());
      quantizers.scales().forEach(scale -> scale.step(cosine * shorter));
    }
  }

  private NDArray loss(UnitSample sample, int iteration) {
    Selection selection = sampler.draw(random);
    Map<String, NDArray> inputs = new LinkedHashMap<>();
    for (TensorShape input : network.unit().inputs()) {
      inputs.put(input.name(), mixed(sample, input.name(), selection));
    }
    TrainingSteps steps = new TrainingSteps(quantizers, floats, options.dropProbability());
    Map<String, NDArray> outputs = network.run(inputs, steps);
    NDArray error = null;
    long elements = 0;
    for (TensorShape output : network.unit().outputs()) {
      NDArray target = selection.target(manager, sample.targets().get(output.name()));
      NDArray own =
          selection.counted(outputs.get(output.name()), target).sub(target).square().sum();
      error = error == null ? own : error.add(own);
      elements += target.size();
    }
    long weights = Math.max(1, quantizers.weights());
    NDArray loss = error.mul(TorchEngine.factor(manager, weights / (startError * elements)));
    double progress = (double) iteration / options.iterations();
    if (progress < options.warmUp() || quantizers.linears().isEmpty()) {
      return loss;
    }
    double falling = (progress - options.warmUp()) / (1 - options.warmUp());
    double beta = FIRST_BETA + (LAST_BETA - FIRST_BETA) * falling;
    NDArray factor = TorchEngine.factor(manager, options.regularisation());
    return loss.add(steps.penalty(beta).mul(factor));
  }

  private NDArray mixed(UnitSample sample, String input, Selection selection) {
    FloatTensor exact = sample.floatInputs().get(input);
    FloatTensor quantized = sample.quantizedInputs().get(input);
    NDArray rounded = selection.input(manager, quantized);
    if (options.mixProbability() == 0) {
      return rounded;
    }
    NDArray fromFloat =
        manager.randomUniform(0, 1, rounded.getShape()).lt(options.mixProbability());
    return NDArrays.where(fromFloat, selection.input(manager, exact), rounded);
  }
}
