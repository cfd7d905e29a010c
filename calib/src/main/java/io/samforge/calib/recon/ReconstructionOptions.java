package io.samforge.calib.recon;

import io.samforge.calib.quant.GroupingMetric;
import java.util.Optional;

/**
 * How a unit is reconstructed (algorithm, section 10).
 *
 * @param iterations steps of the optimiser
 * @param weightLearningRate of the positions of weights between two codes
 * @param scaleLearningRate of the scales of activations, falling to zero as half a cosine; with
 *     more than 400 iterations it is lower in proportion, so that scales travel no farther
 * @param relativeScales whether the learning rate of a scale is multiplied with the scale
 * @param dropProbability with which an activation keeps its value instead of its level
 * @param mixProbability with which an element of the input is that of the float model
 * @param warmUp share of the iterations without a penalty on weights between codes
 * @param regularisation factor of that penalty
 * @param batchTokens tokens in an iteration, as far as a unit can be computed for some of them
 * @param evaluationTokens tokens of every image on which the error is measured
 * @param progressiveGroups the metric for merging single channels into groups during training;
 *     empty to keep the groups of the start
 * @param seed of everything random
 */
public record ReconstructionOptions(
    int iterations,
    double weightLearningRate,
    double scaleLearningRate,
    boolean relativeScales,
    double dropProbability,
    double mixProbability,
    double warmUp,
    double regularisation,
    int batchTokens,
    int evaluationTokens,
    Optional<GroupingMetric> progressiveGroups,
    long seed) {
  /** A few hundred iterations: between ten seconds and a minute for a unit of MobileSAM. */
  public static final ReconstructionOptions STANDARD =
      new ReconstructionOptions(
          400, 0.15, 3e-3, true, 0.25, 0.5, 0.2, 100, 512, 1024, Optional.empty(), 0);

  /** Refuses numbers that mean nothing. */
  public ReconstructionOptions {
    boolean counts = iterations > 0 && batchTokens > 0 && evaluationTokens > 0;
    boolean rates = weightLearningRate >= 0 && scaleLearningRate >= 0 && regularisation >= 0;
    if (!counts || !rates) {
      throw new IllegalArgumentException("iterations, tokens or rates are not positive");
    }
    for (double share : new double[] {dropProbability, mixProbability, warmUp}) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share " + share + "; allowed: 0 to 1");
      }
    }
  }

  /** Returns these options with another number of iterations. */
  public ReconstructionOptions withIterations(int count) {
    return new ReconstructionOptions(
        count,
        weightLearningRate,
        scaleLearningRate,
        relativeScales,
        dropProbability,
        mixProbability,
        warmUp,
        regularisation,
        batchTokens,
        evaluationTokens,
        progressiveGroups,
        seed);
  }

  /** Returns these options with other learning rates. */
  public ReconstructionOptions withRates(double weights, double scales, boolean relative) {
    return new ReconstructionOptions(
        iterations,
        weights,
        scales,
        relative,
        dropProbability,
        mixProbability,
        warmUp,
        regularisation,
        batchTokens,
        evaluationTokens,
        progressiveGroups,
        seed);
  }

  /** Returns these options with other numbers of tokens. */
  public ReconstructionOptions withTokens(int batch, int evaluation) {
    return new ReconstructionOptions(
        iterations,
        weightLearningRate,
        scaleLearningRate,
        relativeScales,
        dropProbability,
        mixProbability,
        warmUp,
        regularisation,
        batch,
        evaluation,
        progressiveGroups,
        seed);
  }

  /** Returns these options with channels that are merged into groups during training. */
  public ReconstructionOptions withProgressiveGroups(GroupingMetric metric) {
    return new ReconstructionOptions(
        iterations,
        weightLearningRate,
        scaleLearningRate,
        relativeScales,
        dropProbability,
        mixProbability,
        warmUp,
        regularisation,
        batchTokens,
        evaluationTokens,
        Optional.of(metric),
        seed);
  }
}
