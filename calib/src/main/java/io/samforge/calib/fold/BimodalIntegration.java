package io.samforge.calib.fold;

import io.samforge.arch.model.ProductStep;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.FloatMatrix;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Joins the two peaks of keys whose channels lie on both sides of zero: channels with a negative
 * mean change their sign, in the keys and in the queries (docs/algorithm.md, section 11.2; PTQ4SAM,
 * arXiv 2405.03144).
 *
 * @param modules only products with this in their names are looked at; empty for all
 * @param points points of the density of the keys
 * @param peaks what counts as a peak of the density
 */
public record BimodalIntegration(String modules, int points, PeakFinder peaks) {
  /** The published choice: attention of tokens to the image, 128 points. */
  public static final BimodalIntegration STANDARD =
      new BimodalIntegration("token_to_image", 128, new PeakFinder(0.01, 32));

  /**
   * Changes signs in all attentions of a model whose keys have exactly two peaks.
   *
   * @param samples what was captured of a product
   */
  public FoldingResult apply(StagedModel model, Function<ProductStep, ProductSamples> samples) {
    return new Folding(new Signs()).apply(model, samples);
  }

  /** Where the density of {@code values} has peaks, in ascending order. */
  public double[] modes(float[] values) {
    KernelDensity density = KernelDensity.of(values, points);
    return Arrays.stream(peaks.find(density.density())).mapToDouble(density::position).toArray();
  }

  private final class Signs implements Folding.Rule {
    @Override
    public Optional<String> excluded(ProductStep product) {
      return product.name().contains(modules)
          ? Optional.empty()
          : Optional.of("there is no %s in its name".formatted(modules));
    }

    @Override
    public Folding.Choice choose(ProductSamples samples) {
      double[] modes = modes(keys(samples.windows().get(0)));
      String reason =
          modes.length == 0
              ? "its keys have no peak"
              : "its keys have %d peak%s: %s"
                  .formatted(modes.length, modes.length == 1 ? "" : "s", text(modes));
      return new Folding.Choice(
          modes.length == 2 ? Optional.of(signs(samples)) : Optional.empty(), reason);
    }
  }

  private static String text(double[] modes) {
    return String.join(
        ", ", Arrays.stream(modes).mapToObj(m -> String.format(Locale.ROOT, "%.3g", m)).toList());
  }

  /** The keys of all heads of a window. */
  private static float[] keys(ProductSamples.Window window) {
    int size = window.heads().stream().mapToInt(h -> h.right().toArray().length).sum();
    float[] keys = new float[size];
    int at = 0;
    for (ProductSamples.Head head : window.heads()) {
      float[] right = head.right().toArray();
      System.arraycopy(right, 0, keys, at, right.length);
      at += right.length;
    }
    return keys;
  }

  /** For every channel the sign of its mean over all samples; a mean of zero counts as positive. */
  static double[] signs(ProductSamples samples) {
    int inner = samples.windows().get(0).heads().get(0).right().rows();
    double[] sums = new double[samples.heads() * inner];
    for (ProductSamples.Window window : samples.windows()) {
      for (int i = 0; i < sums.length; i++) {
        FloatMatrix right = window.heads().get(i / inner).right();
        for (int column = 0; column < right.columns(); column++) {
          sums[i] += right.get(i % inner, column);
        }
      }
    }
    return Arrays.stream(sums).map(sum -> sum < 0 ? -1 : 1).toArray();
  }
}
