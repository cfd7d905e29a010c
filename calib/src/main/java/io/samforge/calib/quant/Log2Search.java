package io.samforge.calib.quant;

import io.samforge.arch.format.Log2Parameters;
import java.util.List;

/**
 * Chooses scale and levels an octave of a quantiser of probabilities P by the error of the product
 * with the values V: {@code mean |Phat V - P V|^2.4} (docs/algorithm.md, log2).
 *
 * <p>For every tau a bounded minimisation over the scale; the least error of all wins, the smaller
 * tau if two are equal. The candidates have the levels the hardware has.
 */
public final class Log2Search {
  private static final double NORM = 2.4;
  private static final double SMALLEST_SHARE = 0.01;
  private static final double SMALLEST_SCALE = 0.1;

  private final int bits;
  private final List<Integer> taus;

  /**
   * Makes a search.
   *
   * @param bits bits of a code
   * @param taus the numbers of levels an octave that are allowed
   */
  public Log2Search(int bits, List<Integer> taus) {
    this.bits = bits;
    this.taus = taus.stream().sorted().toList();
    if (taus.isEmpty()) {
      throw new IllegalArgumentException("no levels an octave are allowed");
    }
  }

  /**
   * The result of a search.
   *
   * @param parameters the quantiser
   * @param error mean error of the product to the power 2.4
   */
  public record Outcome(Log2Parameters parameters, double error) {}

  /**
   * One product.
   *
   * @param probabilities P, shape [rows][inner]
   * @param values V, shape [inner][columns]
   */
  public record Product(FloatMatrix probabilities, FloatMatrix values) {}

  /**
   * Searches the quantiser of the probabilities of some products.
   *
   * @param products at least one
   */
  public Outcome search(List<Product> products) {
    double largest = 0;
    for (Product product : products) {
      for (float p : product.probabilities.toArray()) {
        largest = Math.max(largest, p);
      }
    }
    if (largest == 0) {
      return new Outcome(Log2Parameters.of(bits, taus.get(0), 1), 0);
    }
    double low = Math.min(SMALLEST_SCALE, SMALLEST_SHARE * largest);
    Outcome best = null;
    for (int tau : taus) {
      BoundedMinimum found = BoundedMinimum.of(scale -> error(products, tau, scale), low, largest);
      // Brent's method never evaluates the ends.
      double atLargest = error(products, tau, largest);
      double scale = atLargest < found.value() ? largest : found.x();
      double error = Math.min(atLargest, found.value());
      if (best == null || error < best.error) {
        best = new Outcome(Log2Parameters.of(bits, tau, scale), error);
      }
    }
    return best;
  }

  /** The error of the quantiser with {@code tau} levels an octave below {@code scale}. */
  double error(List<Product> products, int tau, double scale) {
    LevelTable table = LevelTable.of(Log2Parameters.of(bits, tau, scale));
    double sum = 0;
    long elements = 0;
    for (Product product : products) {
      float[] difference = product.probabilities.toArray();
      for (int i = 0; i < difference.length; i++) {
        difference[i] = (float) (table.nearest(difference[i]) - difference[i]);
      }
      FloatMatrix output =
          new FloatMatrix(product.probabilities.rows(), product.probabilities.columns(), difference)
              .times(product.values);
      for (float y : output.toArray()) {
        sum += Math.pow(Math.abs(y), NORM);
      }
      elements += (long) output.rows() * output.columns();
    }
    return sum / elements;
  }
}
