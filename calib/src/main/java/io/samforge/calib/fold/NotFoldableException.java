package io.samforge.calib.fold;

/** Says why factors cannot be folded into the sides of a product. */
final class NotFoldableException extends Exception {
  NotFoldableException(String reason) {
    super(reason);
  }
}
