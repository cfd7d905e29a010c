package io.samforge.calib.fold;

import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.FloatMatrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Multiplies queries by a factor for every channel and divides keys by it, which leaves their
 * product as it is (docs/algorithm.md, section 11.1).
 */
public final class ChannelFactors {
  private ChannelFactors() {}

  /**
   * Returns the model with the factors in the weights and biases of both steps; nothing else is
   * changed.
   *
   * @param factors for inner channel i of head h at {@code h * inner + i}; finite and not zero
   */
  public static StagedModel fold(StagedModel model, AttentionPair pair, double[] factors) {
    check(factors, pair.queryRows().length);
    Map<Integer, Double> ofQuery = new HashMap<>();
    Map<Integer, Double> ofKey = new HashMap<>();
    for (int i = 0; i < factors.length; i++) {
      ofQuery.put(pair.queryRows()[i], factors[i]);
      ofKey.put(pair.keyRows()[i], 1 / factors[i]);
    }
    Map<String, LinearWeights> weights = new LinkedHashMap<>(model.weights());
    weights.computeIfPresent(pair.query(), (name, before) -> scaled(before, ofQuery));
    weights.computeIfPresent(pair.key(), (name, before) -> scaled(before, ofKey));
    return new StagedModel(model.graph(), model.hostParts(), weights, model.placement());
  }

  private static LinearWeights scaled(LinearWeights before, Map<Integer, Double> factors) {
    int columns = before.weights().columns();
    float[] weights = before.weights().toArray();
    float[] bias = before.bias().clone();
    factors.forEach(
        (row, factor) -> {
          bias[row] = (float) (bias[row] * factor);
          for (int i = row * columns; i < (row + 1) * columns; i++) {
            weights[i] = (float) (weights[i] * factor);
          }
        });
    return new LinearWeights(new FloatMatrix(bias.length, columns, weights), bias);
  }

  /**
   * Returns the samples that the folded model would give.
   *
   * @param factors as for the model
   */
  public static ProductSamples fold(ProductSamples samples, double[] factors) {
    List<ProductSamples.Window> windows = new ArrayList<>();
    for (ProductSamples.Window window : samples.windows()) {
      List<ProductSamples.Head> heads = new ArrayList<>();
      for (ProductSamples.Head head : window.heads()) {
        int inner = head.right().rows();
        check(factors, inner * samples.heads());
        heads.add(scaled(head, factors, heads.size() * inner));
      }
      windows.add(new ProductSamples.Window(heads));
    }
    return new ProductSamples(windows);
  }

  private static ProductSamples.Head scaled(ProductSamples.Head head, double[] factors, int from) {
    int inner = head.right().rows();
    float[] left = head.left().toArray();
    for (int i = 0; i < left.length; i++) {
      left[i] = (float) (left[i] * factors[from + i % inner]);
    }
    int columns = head.right().columns();
    float[] right = head.right().toArray();
    for (int i = 0; i < right.length; i++) {
      right[i] = (float) (right[i] / factors[from + i / columns]);
    }
    return new ProductSamples.Head(
        new FloatMatrix(head.left().rows(), inner, left), new FloatMatrix(inner, columns, right));
  }

  private static void check(double[] factors, int channels) {
    if (factors.length != channels) {
      throw new IllegalArgumentException(
          "%d factors for %d channels".formatted(factors.length, channels));
    }
    for (double factor : factors) {
      if (!Double.isFinite(factor) || factor == 0) {
        throw new IllegalArgumentException(
            "the factor %s; allowed: finite numbers but zero".formatted(factor));
      }
    }
  }
}
