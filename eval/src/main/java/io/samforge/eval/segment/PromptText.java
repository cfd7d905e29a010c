package io.samforge.eval.segment;

import io.samforge.arch.UserError;
import io.samforge.host.mask.PromptBox;
import io.samforge.host.mask.PromptPoint;
import java.util.Arrays;

/** Points and boxes as they are written on a command line. */
final class PromptText {
  private static final String NUMBER = "-?[0-9]{1,9}(\\.[0-9]{1,9})?";

  private PromptText() {}

  /**
   * A point {@code x,y} or {@code x,y,label}; label 1 lies on the object (the default), 0 beside
   * it.
   *
   * @throws UserError if it is anything else
   */
  static PromptPoint point(String text) {
    double[] numbers = numbers(text);
    boolean labelled = numbers.length == 3 && (numbers[2] == 0 || numbers[2] == 1);
    if (numbers.length != 2 && !labelled) {
      throw new UserError(
          "segment: --point %s; allowed: x,y or x,y,0 (beside the object), in pixels"
              .formatted(text));
    }
    return new PromptPoint(numbers[0], numbers[1], !labelled || numbers[2] == 1);
  }

  /**
   * A box {@code x0,y0,x1,y1}.
   *
   * @throws UserError if it is anything else
   */
  static PromptBox box(String text) {
    double[] numbers = numbers(text);
    if (numbers.length != 4) {
      throw new UserError("segment: --box %s; allowed: x0,y0,x1,y1 in pixels".formatted(text));
    }
    return new PromptBox(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  /** The numbers of a list; none if one of them is malformed. */
  private static double[] numbers(String list) {
    String[] parts = list.strip().split(",", -1);
    return Arrays.stream(parts).allMatch(part -> part.matches(NUMBER))
        ? Arrays.stream(parts).mapToDouble(Double::parseDouble).toArray()
        : new double[0];
  }
}
