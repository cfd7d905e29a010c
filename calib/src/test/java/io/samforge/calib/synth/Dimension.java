package io.samforge.calib.synth;

import java.util.Optional;

/**
 * One dimension of a tensor while its graph is written.
 *
 * @param size the number of elements, or -1 if it is open until the model runs
 * @param scalar the tensor without dimensions that holds it, if nodes compute it
 */
record Dimension(long size, Optional<String> scalar) {
  /** A dimension that the exporter knows. */
  static Dimension of(long size) {
    return new Dimension(size, Optional.empty());
  }

  boolean isOpen() {
    return size < 0;
  }
}
