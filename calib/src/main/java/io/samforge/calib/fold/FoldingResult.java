package io.samforge.calib.fold;

import io.samforge.arch.model.ProductStep;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.StagedModel;
import java.util.List;
import java.util.Map;

/**
 * A model with factors folded into some of its attentions.
 *
 * @param model the model, which computes what it computed before
 * @param decisions one for every product of two activations, in the order of the products
 * @param factors of the queries of every product that was folded, by its name
 */
public record FoldingResult(
    StagedModel model, List<Decision> decisions, Map<String, double[]> factors) {
  /** Copies the collections. */
  public FoldingResult {
    decisions = List.copyOf(decisions);
    factors = Map.copyOf(factors);
  }

  /** What would have been captured of a product of the folded model. */
  public ProductSamples folded(ProductStep product, ProductSamples samples) {
    double[] own = factors.get(product.name());
    return own == null ? samples : ChannelFactors.fold(samples, own);
  }

  /**
   * What was done about one product.
   *
   * @param product its name
   * @param folded whether factors were folded
   * @param reason why, or why not
   */
  public record Decision(String product, boolean folded, String reason) {}
}
