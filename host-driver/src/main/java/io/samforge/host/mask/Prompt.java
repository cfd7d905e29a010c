package io.samforge.host.mask;

import io.samforge.arch.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What tells the mask decoder which object of a picture is meant: points, a box, or both.
 *
 * @param image size of the original picture, in whose pixels everything is given
 * @param points points on the object and beside it
 * @param box box around the object
 */
public record Prompt(ImageSize image, List<PromptPoint> points, Optional<PromptBox> box) {
  /**
   * Copies the points.
   *
   * @throws UserError if there is neither point nor box, or one of them is not in the picture
   */
  public Prompt {
    points = List.copyOf(points);
    if (points.isEmpty() && box.isEmpty()) {
      throw new UserError("the prompt is empty; give a point x,y or a box x0,y0,x1,y1");
    }
    for (PromptPoint point : points) {
      if (!(point.x() >= 0 && point.x() < image.width())
          || !(point.y() >= 0 && point.y() < image.height())) {
        throw new UserError(
            "the point %s lies outside the picture; allowed: 0 <= x < %d, 0 <= y < %d"
                .formatted(list(point.x(), point.y()), image.width(), image.height()));
      }
    }
    box.ifPresent(given -> checkBox(given, image));
  }

  /** One point on the object. */
  public static Prompt point(ImageSize image, double x, double y) {
    return new Prompt(image, List.of(PromptPoint.on(x, y)), Optional.empty());
  }

  /** A box around the object. */
  public static Prompt box(ImageSize image, PromptBox box) {
    return new Prompt(image, List.of(), Optional.of(box));
  }

  private static void checkBox(PromptBox box, ImageSize image) {
    boolean inside =
        box.left() >= 0
            && box.left() < box.right()
            && box.right() <= image.width()
            && box.top() >= 0
            && box.top() < box.bottom()
            && box.bottom() <= image.height();
    if (!inside) {
      throw new UserError(
          "the box %s does not lie in the picture; allowed: 0 <= x0 < x1 <= %d, 0 <= y0 < y1 <= %d"
              .formatted(
                  list(box.left(), box.top(), box.right(), box.bottom()),
                  image.width(),
                  image.height()));
    }
  }

  private static String list(double... numbers) {
    return Arrays.stream(numbers).mapToObj(Prompt::shortest).collect(Collectors.joining(","));
  }

  private static String shortest(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** The prompt in a few characters: {@code point 10,20} or {@code box 1,2,30,40}. */
  public String text() {
    Stream<String> boxes =
        box.stream().map(b -> "box " + list(b.left(), b.top(), b.right(), b.bottom()));
    Stream<String> dots =
        points.stream().map(p -> (p.foreground() ? "point " : "background ") + list(p.x(), p.y()));
    return Stream.concat(dots, boxes).collect(Collectors.joining(", "));
  }
}
