package io.samforge.eval.accuracy;

import io.samforge.arch.UserError;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.Prompt;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points spread evenly over a picture, each a prompt of its own.
 *
 * @param side points in a row and rows of points, 1..{@value #LARGEST}
 */
record PromptGrid(int side) {
  static final int LARGEST = 32;

  /**
   * Checks the side.
   *
   * @throws UserError if it is out of range
   */
  PromptGrid {
    if (side < 1 || side > LARGEST) {
      throw new UserError("accuracy: --grid %d; allowed: 1 to %d".formatted(side, LARGEST));
    }
  }

  /** The prompts, row by row: the centres of {@code side * side} equal parts of the picture. */
  List<Prompt> prompts(ImageSize image) {
    return IntStream.range(0, side * side)
        .mapToObj(
            i ->
                Prompt.point(
                    image,
                    (i % side + 0.5) * image.width() / side,
                    centre(i / side) * image.height() / side))
        .toList();
  }

  private static double centre(int row) {
    return row + 0.5;
  }
}
