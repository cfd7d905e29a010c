package io.samforge.calib.quant;

/** Signal to quantisation noise ratio of a tensor, in decibels. */
public final class Sqnr {
  private Sqnr() {}

  /**
   * {@code 10 log10(sum y^2 / sum (y - yhat)^2)} over all elements; infinity if they are equal.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public static double decibels(FloatMatrix reference, FloatMatrix quantised) {
    if (reference.rows() != quantised.rows() || reference.columns() != quantised.columns()) {
      throw new IllegalArgumentException(
          "shapes differ: [%d][%d] and [%d][%d]"
              .formatted(
                  reference.rows(), reference.columns(), quantised.rows(), quantised.columns()));
    }
    double signal = 0;
    double noise = 0;
    for (int r = 0; r < reference.rows(); r++) {
      for (int c = 0; c < reference.columns(); c++) {
        double y = reference.get(r, c);
        double difference = y - quantised.get(r, c);
        signal += y * y;
        noise += difference * difference;
      }
    }
    return 10 * Math.log10(signal / noise);
  }
}
