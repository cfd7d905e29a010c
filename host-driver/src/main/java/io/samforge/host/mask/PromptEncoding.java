package io.samforge.host.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt as the exported mask decoder reads it: points in the square of 1024 and their labels.
 *
 * <p>Labels: 0 beside the object, 1 on it, 2 and 3 upper left and lower right corner of a box, -1 a
 * padding point. A prompt without a box ends with one padding point at (0,0), as in training.
 *
 * @param coordinates x and y of each point in turn, shape [1][n][2]
 * @param labels one for each point, shape [1][n]
 */
public record PromptEncoding(float[] coordinates, float[] labels) {
  private static final float PADDING = -1;
  private static final float BACKGROUND = 0;
  private static final float FOREGROUND = 1;
  private static final float UPPER_LEFT = 2;
  private static final float LOWER_RIGHT = 3;

  /** Refuses another number of labels than of points. */
  public PromptEncoding {
    if (coordinates.length != 2 * labels.length) {
      throw new IllegalArgumentException(
          coordinates.length + " coordinates for " + labels.length + " labels");
    }
  }

  /** Encodes {@code prompt}. */
  public static PromptEncoding of(Prompt prompt) {
    Frame frame = new Frame(prompt.image());
    for (PromptPoint point : prompt.points()) {
      frame.add(point.x(), point.y(), point.foreground() ? FOREGROUND : BACKGROUND);
    }
    prompt
        .box()
        .ifPresentOrElse(
            box -> {
              frame.add(box.left(), box.top(), UPPER_LEFT);
              frame.add(box.right(), box.bottom(), LOWER_RIGHT);
            },
            () -> frame.add(0, 0, PADDING));
    return frame.encoding();
  }

  /**
   * Returns this prompt with padding points behind, as in training.
   *
   * @param wanted points of the result, at least as many as there are
   */
  public PromptEncoding padded(int wanted) {
    if (wanted < points()) {
      throw new IllegalArgumentException(points() + " points for " + wanted + " places");
    }
    float[] longer = Arrays.copyOf(labels, wanted);
    Arrays.fill(longer, labels.length, wanted, PADDING);
    return new PromptEncoding(Arrays.copyOf(coordinates, 2 * wanted), longer);
  }

  /** Number of points, corners and padding included. */
  public int points() {
    return labels.length;
  }

  /** Collects points and scales them into the square. */
  private static final class Frame {
    private final double scaleX;
    private final double scaleY;
    private final List<Float> coordinates = new ArrayList<>();
    private final List<Float> labels = new ArrayList<>();

    Frame(ImageSize image) {
      // The sides were rounded to whole pixels, so the two scales differ a little.
      scaleX = (double) image.frameWidth() / image.width();
      scaleY = (double) image.frameHeight() / image.height();
    }

    void add(double x, double y, float label) {
      coordinates.add((float) (x * scaleX));
      coordinates.add((float) (y * scaleY));
      labels.add(label);
    }

    PromptEncoding encoding() {
      return new PromptEncoding(array(coordinates), array(labels));
    }

    private static float[] array(List<Float> numbers) {
      float[] array = new float[numbers.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = numbers.get(i);
      }
      return array;
    }
  }
}
