package io.samforge.arch.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The quantisers of a model, by the names of its steps. A step that is missing here is computed in
 * floats on the host.
 *
 * @param linears quantisers of linear steps
 * @param products quantisers of products
 */
public record QuantizationPlan(
    Map<String, LinearQuantization> linears, Map<String, ProductQuantization> products) {
  /** Copies the maps; their order is kept. */
  public QuantizationPlan {
    linears = Collections.unmodifiableMap(new LinkedHashMap<>(linears));
    products = Collections.unmodifiableMap(new LinkedHashMap<>(products));
  }

  /** Returns whether a step is quantised. */
  public boolean covers(ModelStep step) {
    return linears.containsKey(step.name()) || products.containsKey(step.name());
  }
}
