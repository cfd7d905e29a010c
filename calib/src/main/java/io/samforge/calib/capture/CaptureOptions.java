package io.samforge.calib.capture;

/**
 * How much of a model's activations calibration keeps.
 *
 * @param rowsPerImage rows of the input of a linear step, per image
 * @param linearBytes limit for the rows of one linear step over all images
 * @param windowsPerImage windows of a product, per image
 * @param leftRows rows of the left side of a product, per head of a window
 * @param productBytes limit for both sides of one product over all images; windows become fewer
 *     first, then their left rows, but one window with {@value #FEWEST_LEFT_ROWS} rows a head is
 *     always kept
 */
public record CaptureOptions(
    int rowsPerImage, long linearBytes, int windowsPerImage, int leftRows, long productBytes) {
  /** Left rows of a head that are kept whatever the limit is. */
  static final int FEWEST_LEFT_ROWS = 32;

  /** What calibration uses unless told otherwise. */
  public static final CaptureOptions STANDARD =
      new CaptureOptions(128, 64L << 20, 2, 256, 64L << 20);

  /** Refuses options that keep nothing. */
  public CaptureOptions {
    if (rowsPerImage < 1
        || linearBytes < 1
        || windowsPerImage < 1
        || leftRows < FEWEST_LEFT_ROWS
        || productBytes < 1) {
      throw new IllegalArgumentException(
          "rows per image %d, bytes %d, windows per image %d, left rows %d, bytes %d"
              .formatted(rowsPerImage, linearBytes, windowsPerImage, leftRows, productBytes));
    }
  }
}
