package io.samforge.calib.fold;

import io.samforge.arch.model.ProductStep;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.StagedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Folds factors into all attentions of a model that allow it.
 *
 * @param rule chooses the factors
 */
record Folding(Rule rule) {
  /** Chooses the factors of one attention. */
  interface Rule {
    /** Why the attention is left alone whatever its values are, if it is. */
    Optional<String> excluded(ProductStep product);

    /** The choice for the values of a product. */
    Choice choose(ProductSamples samples);
  }

  /**
   * Factors and the reason for them.
   *
   * @param factors for every channel of every head; empty to leave the attention alone
   */
  record Choice(Optional<double[]> factors, String reason) {}

  /** Chooses factors for all pairs of a model and folds them. */
  FoldingResult apply(StagedModel model, Function<ProductStep, ProductSamples> samples) {
    AttentionPairs found = AttentionPairs.of(model);
    StagedModel folded = model;
    List<FoldingResult.Decision> decisions = new ArrayList<>();
    Map<String, double[]> factors = new LinkedHashMap<>();
    for (ProductStep product : model.graph().productSteps().toList()) {
      Optional<AttentionPair> pair =
          found.pairs().stream().filter(p -> p.product().equals(product.name())).findFirst();
      Choice choice = choose(product, found, pair, samples);
      if (choice.factors().isPresent()) {
        folded = ChannelFactors.fold(folded, pair.orElseThrow(), choice.factors().get());
        factors.put(product.name(), choice.factors().get());
      }
      decisions.add(
          new FoldingResult.Decision(
              product.name(), choice.factors().isPresent(), choice.reason()));
    }
    return new FoldingResult(folded, decisions, factors);
  }

  private Choice choose(
      ProductStep product,
      AttentionPairs found,
      Optional<AttentionPair> pair,
      Function<ProductStep, ProductSamples> samples) {
    Optional<String> excluded =
        pair.isPresent()
            ? rule.excluded(product)
            : Optional.of(found.refused().get(product.name()));
    return excluded
        .map(reason -> new Choice(Optional.empty(), reason))
        .orElseGet(() -> rule.choose(samples.apply(product)));
  }
}
