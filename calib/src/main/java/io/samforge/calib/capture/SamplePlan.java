package io.samforge.calib.capture;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import java.util.stream.IntStream;

/**
 * Which rows and windows of an image are kept. It depends on nothing but sizes and the number of
 * the image, so a repeated or resumed capture keeps the same ones.
 *
 * @param options limits
 * @param images number of images
 */
record SamplePlan(CaptureOptions options, int images) {
  private static final double GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

  /** The rows of a linear step's input to keep: evenly spread, shifted from image to image. */
  int[] rows(LinearStep step, int image) {
    long rowBytes = (long) step.channels() * Float.BYTES;
    long affordable = Math.max(1, options.linearBytes() / (rowBytes * images));
    int count = (int) Math.min(Math.min(options.rowsPerImage(), affordable), step.tokens());
    return spread(step.tokens(), count, image);
  }

  /** The windows of a product to keep; often none for a large product. */
  int[] windows(ProductStep step, int image) {
    int available = step.batch() / step.heads();
    long wanted = (long) images * Math.min(options.windowsPerImage(), available);
    long affordable = options.productBytes() / windowBytes(step, options.leftRows());
    long all = Math.max(1, Math.min(wanted, affordable));
    // Over the images the windows are spread as evenly as rounding allows.
    int count = (int) ((image + 1) * all / images - image * all / images);
    return spread(available, count, image);
  }

  /** The left rows of every head of a window to keep. */
  int[] leftRows(ProductStep step, int image) {
    int rows = options.leftRows();
    while (rows > CaptureOptions.FEWEST_LEFT_ROWS
        && windowBytes(step, rows) > options.productBytes()) {
      rows = Math.max(CaptureOptions.FEWEST_LEFT_ROWS, rows / 2);
    }
    return spread(step.tokens(), Math.min(rows, step.tokens()), image);
  }

  private static long windowBytes(ProductStep step, int leftRows) {
    long left = (long) Math.min(leftRows, step.tokens()) * step.inner();
    long right = (long) step.inner() * step.columns();
    return (long) Float.BYTES * step.heads() * (left + right);
  }

  /** {@code count} different numbers below {@code available}, ascending, moved by the image. */
  private static int[] spread(int available, int count, int image) {
    double phase = (image + 0.5) * GOLDEN_SECTION % 1;
    return IntStream.range(0, count).map(i -> (int) ((i + phase) * available / count)).toArray();
  }
}
