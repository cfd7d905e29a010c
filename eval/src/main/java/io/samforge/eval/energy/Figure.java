package io.samforge.eval.energy;

/**
 * One figure of the energy model.
 *
 * @param quantity what it is
 * @param value the nominal value
 * @param low lower end of the range
 * @param high upper end of the range
 * @param unit the unit, empty for a number without one
 * @param basis what it rests on
 * @param source where it is from, and what the range is from
 */
public record Figure(
    Quantity quantity,
    double value,
    double low,
    double high,
    String unit,
    Basis basis,
    String source) {
  /** Refuses a figure without a source, and a range that does not hold the value. */
  public Figure {
    if (quantity == null || basis == null || unit == null || source == null || source.isBlank()) {
      throw new IllegalArgumentException(
          "figure %s: quantity, unit, basis and source are needed".formatted(quantity));
    }
    if (!(0 <= low && low <= value && value <= high && value > 0)) {
      throw new IllegalArgumentException(
          "figure %s: %s outside of its range %s to %s".formatted(quantity, value, low, high));
    }
  }

  /**
   * Returns a value of the range.
   *
   * @param share 0 for the lower end, 1/2 for the nominal value, 1 for the upper end; in proportion
   *     between them
   */
  public double at(double share) {
    return share < 0.5 ? low + 2 * share * (value - low) : value + (2 * share - 1) * (high - value);
  }
}
