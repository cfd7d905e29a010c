package io.samforge.calib.fold;

import io.samforge.arch.UserError;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.StagedModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Chooses the scaling of every attention by the error that its quantised product has, and none if
 * no scaling lowers it.
 *
 * @param alphas what is tried, see {@link KeyScaling}
 * @param error what is minimised: of the scaled samples of a product, with the quantisers that they
 *     would get
 */
public record KeyScalingSearch(List<Double> alphas, ToDoubleFunction<ProductSamples> error) {
  /** Copies the list and refuses an empty one. */
  public KeyScalingSearch {
    alphas = List.copyOf(alphas);
    if (alphas.isEmpty()) {
      throw new UserError("no alpha for the key scaling; allowed: at least one, 0 to 1");
    }
  }

  /** Five scalings, judged by one quantiser for all queries and one for all keys of a head. */
  public static KeyScalingSearch standard(int bits) {
    return new KeyScalingSearch(
        List.of(0.0, 0.25, 0.5, 0.75, 1.0),
        samples -> UniformHeads.of(samples, bits).noise(samples));
  }

  /**
   * Scales the channels of all attentions of a model that allow it and gain from it.
   *
   * @param samples what was captured of a product
   */
  public FoldingResult apply(StagedModel model, Function<ProductStep, ProductSamples> samples) {
    return new Folding(new BestScales()).apply(model, samples);
  }

  private final class BestScales implements Folding.Rule {
    @Override
    public Optional<String> excluded(ProductStep product) {
      return Optional.empty();
    }

    @Override
    public Folding.Choice choose(ProductSamples samples) {
      double before = error.applyAsDouble(samples);
      double least = before;
      Optional<double[]> best = Optional.empty();
      String reason = String.format(Locale.ROOT, "no scaling lowers its error of %.3g", before);
      for (double alpha : alphas) {
        double[] factors = new KeyScaling(alpha).factors(samples);
        double found = error.applyAsDouble(ChannelFactors.fold(samples, factors));
        if (found < least) {
          least = found;
          best = Optional.of(factors);
          reason =
              String.format(
                  Locale.ROOT, "alpha %s: error %.3g instead of %.3g", alpha, found, before);
        }
      }
      return new Folding.Choice(best, reason);
    }
  }
}
