package io.samforge.eval.energy;

import java.util.EnumMap;
import java.util.Map;

/**
 * One value of every quantity of the model.
 *
 * @param values the values, for every quantity one
 */
public record Primitives(Map<Quantity, Double> values) {
  /** Copies the map and refuses one that lacks a quantity. */
  public Primitives {
    values = Map.copyOf(values);
    for (Quantity quantity : Quantity.values()) {
      if (!values.containsKey(quantity)) {
        throw new IllegalArgumentException("no figure for " + quantity);
      }
    }
  }

  /** Returns the value of a quantity. */
  public double get(Quantity quantity) {
    return values.get(quantity);
  }

  /** Returns the values with one replaced. */
  public Primitives with(Quantity quantity, double value) {
    Map<Quantity, Double> changed = new EnumMap<>(values);
    changed.put(quantity, value);
    return new Primitives(changed);
  }
}
