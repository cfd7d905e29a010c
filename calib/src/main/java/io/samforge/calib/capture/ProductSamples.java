package io.samforge.calib.capture;

import io.samforge.calib.quant.FloatMatrix;
import java.util.List;

/**
 * What calibration keeps of the two sides of a product of activations.
 *
 * @param windows windows of all calibration images, image after image, all with the same heads
 */
public record ProductSamples(List<Window> windows) {
  /** Copies the list; refuses windows with different heads. */
  public ProductSamples {
    windows = List.copyOf(windows);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("no windows");
    }
    int heads = windows.get(0).heads().size();
    if (windows.stream().anyMatch(window -> window.heads().size() != heads)) {
      throw new IllegalArgumentException("windows with different numbers of heads");
    }
  }

  /** The number of heads. */
  public int heads() {
    return windows.get(0).heads().size();
  }

  /**
   * One window.
   *
   * @param heads its heads in order
   */
  public record Window(List<Head> heads) {
    /** Copies the list. */
    public Window {
      heads = List.copyOf(heads);
    }
  }

  /**
   * One product.
   *
   * @param left a sample of the left rows, shape [rows][inner]
   * @param right the whole right side, shape [inner][columns]
   */
  public record Head(FloatMatrix left, FloatMatrix right) {
    /** Refuses sides that do not fit together. */
    public Head {
      if (left.columns() != right.rows()) {
        throw new IllegalArgumentException(
            left.columns() + " columns on the left, " + right.rows() + " rows on the right");
      }
    }
  }
}
