package io.samforge.host.mask;

import java.awt.image.BufferedImage;

/**
 * The size of a picture, and where it lies in the square that the image encoder reads.
 *
 * <p>The longest side is scaled to 1024, the picture lies at the upper left, the rest is padding.
 *
 * @param width width of the original in pixels
 * @param height height of the original in pixels
 */
public record ImageSize(int width, int height) {
  /** Side of the square. */
  public static final int FRAME = 1024;

  /** Refuses an empty picture. */
  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no picture: " + width + " x " + height);
    }
  }

  /** Returns the size of a picture. */
  public static ImageSize of(BufferedImage picture) {
    return new ImageSize(picture.getWidth(), picture.getHeight());
  }

  /** Columns of the square that the picture fills, 1..1024. */
  public int frameWidth() {
    return scaled(width);
  }

  /** Rows of the square that the picture fills, 1..1024. */
  public int frameHeight() {
    return scaled(height);
  }

  /** Number of pixels of the original. */
  public long pixels() {
    return (long) width * height;
  }

  private int scaled(int side) {
    double scale = (double) FRAME / Math.max(width, height);
    return Math.max(1, (int) (side * scale + 0.5));
  }

  @Override
  public String toString() {
    return width + " x " + height;
  }
}
