package io.samforge.host.mask;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Masks as image files. */
public final class MaskImage {
  private static final int WHITE = 255;

  private MaskImage() {}

  /** A PNG file of eight bits for each pixel: 255 on the object, 0 elsewhere. */
  public static byte[] png(Mask mask) {
    ImageSize size = mask.size();
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_GRAY);
    int[] row = new int[size.width()];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        row[x] = mask.get(x, y) ? WHITE : 0;
      }
      image.getRaster().setSamples(0, y, row.length, 1, 0, row);
    }
    return png(image);
  }

  /** A PNG file of any picture. */
  public static byte[] png(RenderedImage image) {
    return encode(image, "png");
  }

  /** A JPEG file of a picture without transparency. */
  public static byte[] jpeg(RenderedImage image) {
    return encode(image, "jpg");
  }

  private static byte[] encode(RenderedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("the picture cannot be written as " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
