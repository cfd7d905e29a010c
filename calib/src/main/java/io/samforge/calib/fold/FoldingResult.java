package io.samforge.calib.fold;

import io.samforge.calib.graph.StagedModel;
import java.util.List;

/**
 * A model with factors folded into some of its attentions.
 *
 * @param model the model, which computes what it computed before
 * @param decisions one for every product of two activations, in the order of the products
 */
public record FoldingResult(StagedModel model, List<Decision> decisions) {
  /** Copies the list. */
  public FoldingResult {
    decisions = List.copyOf(decisions);
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
