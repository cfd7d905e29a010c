package io.samforge.host.mask;

/**
 * A box around an object, in pixels of the original picture.
 *
 * @param left column of the left edge
 * @param top row of the upper edge
 * @param right column of the right edge, greater than {@code left}
 * @param bottom row of the lower edge, greater than {@code top}
 */
public record PromptBox(double left, double top, double right, double bottom) {}
