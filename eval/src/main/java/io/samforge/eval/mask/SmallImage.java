package io.samforge.eval.mask;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Copies of pictures that are small enough for a report. */
public final class SmallImage {
  private SmallImage() {}

  /** Returns a picture whose sides are at most so long, in its proportions; never enlarged. */
  public static BufferedImage within(BufferedImage image, int mostWidth, int mostHeight) {
    double scale =
        Math.min(
            1,
            Math.min(
                (double) mostWidth / image.getWidth(), (double) mostHeight / image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }
}
