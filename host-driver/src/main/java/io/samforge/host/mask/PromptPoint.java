package io.samforge.host.mask;

/**
 * A point of a prompt.
 *
 * @param x column in pixels of the original picture
 * @param y row in pixels of the original picture
 * @param foreground true if it lies on the object, false if it lies beside it
 */
public record PromptPoint(double x, double y, boolean foreground) {
  /** A point on the object. */
  public static PromptPoint on(double x, double y) {
    return new PromptPoint(x, y, true);
  }
}
