package io.samforge.host.mask;

import io.samforge.arch.UserError;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Pictures as the image encoder reads them: the longest side scaled to 1024, each colour
 * normalised, zeros to the right and below (what Segment Anything was trained with).
 */
public final class EncoderInput {
  private static final int SIDE = ImageSize.FRAME;
  private static final float[] MEAN = {123.675f, 116.28f, 103.53f};
  private static final float[] DEVIATION = {58.395f, 57.12f, 57.375f};

  private EncoderInput() {}

  /**
   * Reads a JPEG or PNG file as it is.
   *
   * @throws UserError if the file is missing or holds no image that can be read
   */
  public static BufferedImage read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserError("the photograph %s does not exist".formatted(file));
    }
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException | RuntimeException e) {
      // Damaged files make some of the readers behind ImageIO throw unchecked exceptions.
      throw new UserError(
          "the photograph %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    if (image == null) {
      throw new UserError("the photograph %s is neither JPEG nor PNG".formatted(file));
    }
    return image;
  }

  /** Returns normalised values, shape [3][1024][1024], red first; transparent parts are black. */
  public static float[] of(BufferedImage image) {
    ImageSize size = new ImageSize(image.getWidth(), image.getHeight());
    int width = size.frameWidth();
    int height = size.frameHeight();
    float[] pixels = new float[3 * SIDE * SIDE];
    int[] rgb = opaque(image);
    for (int colour = 0; colour < 3; colour++) {
      float[] plane = plane(rgb, 16 - 8 * colour);
      float[] scaled = new TriangleFilter(image.getWidth(), width).rows(plane, image.getHeight());
      scaled = new TriangleFilter(image.getHeight(), height).columns(scaled, width);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          pixels[(colour * SIDE + y) * SIDE + x] =
              (scaled[y * width + x] - MEAN[colour]) / DEVIATION[colour];
        }
      }
    }
    return pixels;
  }

  private static int[] opaque(BufferedImage image) {
    BufferedImage opaque =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(image, 0, 0, Color.BLACK, null);
    graphics.dispose();
    return opaque.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static float[] plane(int[] rgb, int shift) {
    float[] plane = new float[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      plane[i] = rgb[i] >> shift & 0xff;
    }
    return plane;
  }
}
