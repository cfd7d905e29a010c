package io.samforge.eval.accuracy.coco;

import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.PromptBox;
import java.util.Optional;

/**
 * A box that a detector found.
 *
 * @param image number of the picture
 * @param category number of the category
 * @param left column of the left edge in pixels
 * @param top row of the upper edge
 * @param width width in pixels
 * @param height height in pixels
 * @param score how sure the detector is; only the order counts
 */
record Detection(
    long image, long category, double left, double top, double width, double height, double score) {
  /** The part of the box that lies in a picture of {@code size}; empty if none does. */
  Optional<PromptBox> box(ImageSize size) {
    PromptBox box =
        new PromptBox(
            Math.max(0, left),
            Math.max(0, top),
            Math.min(size.width(), left + width),
            Math.min(size.height(), top + height));
    return box.left() < box.right() && box.top() < box.bottom()
        ? Optional.of(box)
        : Optional.empty();
  }
}
