package io.samforge.calib.fold;

import io.samforge.arch.model.ProductStep;
import io.samforge.calib.graph.StagedModel;
import io.samforge.host.run.OnnxFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The products of a model into whose two sides factors can be folded (docs/algorithm.md, section
 * 11.1), found by where the values come from and who reads them, not by names.
 *
 * @param pairs what was found, in the order of the products
 * @param refused why factors cannot be folded, by the names of all other products
 */
public record AttentionPairs(List<AttentionPair> pairs, Map<String, String> refused) {
  /** Copies the collections, keeping their order. */
  public AttentionPairs {
    pairs = List.copyOf(pairs);
    refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
  }

  /** Looks at all products of a model. */
  public static AttentionPairs of(StagedModel model) {
    List<AttentionPair> pairs = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    OnnxFunction.Factory functions = new OnnxFunction.Factory();
    for (ProductStep product : model.graph().productSteps().toList()) {
      try {
        pairs.add(new PairSearch(model, product, functions).find());
      } catch (NotFoldableException e) {
        refused.put(product.name(), e.getMessage());
      }
    }
    return new AttentionPairs(pairs, refused);
  }
}
