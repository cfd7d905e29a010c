package io.samforge.host.stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.samforge.arch.UserError;
import io.samforge.arch.pack.ModelPackage;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Tells photographs from negatives by their colours: a sky is blue and above, shadows are brown and
 * below.
 *
 * <p>Inverted colours cannot be seen in the codes of any layer: a bright picture becomes a dark
 * one, and the calibration has both, so codes move towards those that it has seen, not away. But
 * the share of a colour in a half of the calibration pictures is also the share of the opposite
 * colour in their negatives. So no negative has to be shown to the model, and a picture is compared
 * with both: the mean, over its pixels, of the logarithm of the one share over the other. It is the
 * likelihood ratio of the two for pixels drawn at random.
 */
public final class ColourWatch {
  /** The field of the package's calibration that holds the shares. */
  public static final String FIELD = "colours";

  /** Equal parts of each of the three colours; opposite ones are mirrored. */
  private static final int LEVELS = 4;

  private static final int COLOURS = LEVELS * LEVELS * LEVELS;

  /** The upper and the lower half of a picture. */
  private static final int HALVES = 2;

  private static final int CELLS = HALVES * COLOURS;

  /** Pixels along the longer side that are looked at, at most. */
  private static final int MOST_PIXELS = 256;

  private static final int VALUES = 256;

  /** What is added to all shares together, so that a colour never seen is only unlikely. */
  private static final double UNSEEN = 0.01;

  private static final double PRECISION = 1e6;

  /** The shares; null when the package has none. */
  private final double[] expected;

  /**
   * Reads the shares of a package, if it has any.
   *
   * @throws UserError when they are not those of {@value #CELLS} cells
   */
  public ColourWatch(ModelPackage model) {
    JsonElement field = model.calibration().get(FIELD);
    expected = field == null ? null : read(field);
  }

  private static double[] read(JsonElement field) {
    double[] shares = new double[CELLS];
    boolean whole = field instanceof JsonArray array && array.size() == CELLS;
    for (int i = 0; whole && i < CELLS; i++) {
      JsonElement share = field.getAsJsonArray().get(i);
      whole = share.isJsonPrimitive() && share.getAsJsonPrimitive().isNumber();
      shares[i] = whole ? share.getAsDouble() : 0;
      whole &= shares[i] >= 0 && shares[i] <= 1;
    }
    if (!whole) {
      throw new UserError(
          "the calibration of the package has another field %s; allowed: %d shares of 0..1, as 'make calib' writes them"
              .formatted(FIELD, CELLS));
    }
    return shares;
  }

  /**
   * Compares a picture with the calibration.
   *
   * @return below 0 when its colours are more like those of negatives; null when the package has no
   *     shares
   */
  public Double score(BufferedImage picture) {
    if (expected == null) {
      return null;
    }
    double[] found = shares(picture);
    double sum = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      int half = cell / COLOURS * COLOURS;
      int opposite = half + COLOURS - 1 - (cell - half);
      double ratio = (expected[cell] + UNSEEN / CELLS) / (expected[opposite] + UNSEEN / CELLS);
      sum += found[cell] * Math.log(ratio);
    }
    return sum;
  }

  /** Returns whether a score is that of a negative; false for null. */
  public static boolean negative(Double score) {
    return score != null && score < 0;
  }

  /** Collects the shares of calibration pictures, each of which counts the same. */
  public static final class Recorder {
    private final double[] sums = new double[CELLS];
    private int pictures;

    /** Adds a picture. */
    public void add(BufferedImage picture) {
      double[] shares = shares(picture);
      Arrays.setAll(sums, cell -> sums[cell] + shares[cell]);
      pictures++;
    }

    /**
     * Returns the package with the shares in its calibration.
     *
     * @throws IllegalStateException when there was no picture
     */
    public ModelPackage addTo(ModelPackage model) {
      if (pictures == 0) {
        throw new IllegalStateException("there are no colours of no pictures");
      }
      JsonArray shares = new JsonArray();
      for (double sum : sums) {
        shares.add(Math.rint(sum / pictures * PRECISION) / PRECISION);
      }
      return model.withCalibration(FIELD, shares);
    }
  }

  /** Returns the share of every colour, upper half first; blue counts up fastest, then green. */
  private static double[] shares(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int step = Math.max(1, (Math.max(width, height) + MOST_PIXELS - 1) / MOST_PIXELS);
    double[] shares = new double[CELLS];
    int pixels = 0;
    for (int y = step / 2; y < height; y += step) {
      int half = Math.min(HALVES - 1, y * HALVES / height) * COLOURS;
      for (int x = step / 2; x < width; x += step) {
        int rgb = picture.getRGB(x, y);
        int colour = level(rgb >> 16) * LEVELS + level(rgb >> 8);
        shares[half + colour * LEVELS + level(rgb)]++;
        pixels++;
      }
    }
    double count = pixels;
    Arrays.setAll(shares, cell -> shares[cell] / count);
    return shares;
  }

  private static int level(int value) {
    return (value & VALUES - 1) * LEVELS / VALUES;
  }
}
