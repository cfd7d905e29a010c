package io.samforge.calib.quant;

/**
 * The levels that the weights of one output may take: {@code scale (code - zero)}, code 0..L-1.
 *
 * @param scale step between two codes
 * @param zero code of the weight zero
 * @param levels L
 */
record RowGrid(double scale, int zero, int levels) {
  /** The code of the nearest level, half steps to the even multiple of the scale. */
  int code(double weight) {
    double code = Math.rint(weight / scale) + zero;
    return (int) Math.max(0, Math.min(levels - 1, code));
  }

  /** The weight that a code stands for. */
  double weight(int code) {
    return (code - zero) * scale;
  }

  /** The nearest level. */
  double nearest(double weight) {
    return weight(code(weight));
  }
}
