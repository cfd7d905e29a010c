package io.samforge.calib.fold;

import io.samforge.arch.UserError;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.FloatMatrix;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the channels of keys, of queries or of both equally wide (docs/algorithm.md, section 11.3).
 *
 * <p>With {@code q} and {@code k} the largest magnitudes of a channel, queries get the factor
 * {@code k^alpha / q^(1 - alpha)} and keys its inverse. So 0 makes all query channels equally wide,
 * 1 all key channels, and 1/2 gives queries and keys the same widths, {@code sqrt(q k)}.
 *
 * @param alpha which side gets channels of equal widths, 0..1
 */
public record KeyScaling(double alpha) {
  /** Shares the differences equally between queries and keys. */
  public static final KeyScaling BALANCED = new KeyScaling(0.5);

  /** The least width that a channel counts as having, as a share of the widest of its head. */
  private static final double NARROWEST = 1.0 / 1024;

  /** Refuses a share outside 0..1. */
  public KeyScaling {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new UserError("alpha %s of the key scaling; allowed: 0 to 1".formatted(alpha));
    }
  }

  /**
   * Scales the channels of all attentions of a model that allow it.
   *
   * @param samples what was captured of a product
   */
  public FoldingResult apply(StagedModel model, Function<ProductStep, ProductSamples> samples) {
    return new Folding(new Scales()).apply(model, samples);
  }

  private final class Scales implements Folding.Rule {
    @Override
    public Optional<String> excluded(ProductStep product) {
      return Optional.empty();
    }

    @Override
    public Folding.Choice choose(ProductSamples samples) {
      double[] factors = factors(samples);
      double least = Arrays.stream(factors).min().orElseThrow();
      double largest = Arrays.stream(factors).max().orElseThrow();
      String reason = String.format(Locale.ROOT, "queries times %.3g to %.3g", least, largest);
      return new Folding.Choice(Optional.of(factors), reason);
    }
  }

  /**
   * The factors of the queries, for inner channel i of head h at {@code h * inner + i}; 1 for all
   * channels of a head whose queries or keys are all zero.
   */
  public double[] factors(ProductSamples samples) {
    int inner = samples.windows().get(0).heads().get(0).right().rows();
    double[] factors = new double[samples.heads() * inner];
    for (int head = 0; head < samples.heads(); head++) {
      double[] queries = new double[inner];
      double[] keys = new double[inner];
      for (ProductSamples.Window window : samples.windows()) {
        widen(queries, window.heads().get(head).left());
        widen(keys, window.heads().get(head).right().transposed());
      }
      boolean alive = floor(queries) && floor(keys);
      for (int i = 0; i < inner; i++) {
        factors[head * inner + i] =
            alive ? Math.pow(keys[i], alpha) / Math.pow(queries[i], 1 - alpha) : 1;
      }
    }
    return factors;
  }

  /** Widens the magnitudes to those of all columns of {@code values}. */
  private static void widen(double[] magnitudes, FloatMatrix values) {
    for (int row = 0; row < values.rows(); row++) {
      for (int c = 0; c < magnitudes.length; c++) {
        magnitudes[c] = Math.max(magnitudes[c], Math.abs(values.get(row, c)));
      }
    }
  }

  /** Raises magnitudes that are so small that their ratio means nothing; false if all are zero. */
  private static boolean floor(double[] magnitudes) {
    double widest = Arrays.stream(magnitudes).max().orElseThrow();
    for (int c = 0; c < magnitudes.length; c++) {
      magnitudes[c] = Math.max(magnitudes[c], NARROWEST * widest);
    }
    return widest > 0;
  }
}
