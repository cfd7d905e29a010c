package io.samforge.calib.model;

import io.samforge.arch.UserError;
import io.samforge.host.mask.EncoderInput;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture prepared for the image encoder: the longest side scaled to 1024, each colour
 * normalised, zeros to the right and below (what Segment Anything was trained with).
 *
 * @param source what messages call the picture
 * @param width width of the original in pixels
 * @param height height of the original in pixels
 * @param pixels normalised values, shape [3][1024][1024], red first
 */
public record Photograph(String source, int width, int height, float[] pixels) {
  /** Side of the square the encoder reads. */
  public static final int SIDE = 1024;

  /** The photograph used when none is named, from the Debian package lomiri-wallpapers-16.04. */
  public static final Path DEFAULT =
      Path.of("/usr/share/backgrounds/Bridge_by_Sander_Klootwijk.jpg");

  /** Refuses anything but 3 x 1024 x 1024 values. */
  public Photograph {
    if (pixels.length != 3 * SIDE * SIDE) {
      throw new IllegalArgumentException("not 3 x 1024 x 1024 values: " + pixels.length);
    }
  }

  /**
   * Reads a JPEG or PNG file; transparent parts become black.
   *
   * @throws UserError if the file is missing or holds no image that can be read
   */
  public static Photograph read(Path file) {
    return of(image(file), file.getFileName().toString());
  }

  /**
   * Reads a JPEG or PNG file as it is.
   *
   * @throws UserError if the file is missing or holds no image that can be read
   */
  public static BufferedImage image(Path file) {
    if (!Files.isRegularFile(file)) {
      String hint =
          file.equals(DEFAULT)
              ? "; install the Debian package lomiri-wallpapers-16.04 or name another with --image"
              : "";
      throw new UserError("the photograph %s does not exist%s".formatted(file, hint));
    }
    return EncoderInput.read(file);
  }

  /**
   * The number of pixels of the longer side of a JPEG or PNG file, found without decoding it.
   *
   * @throws UserError if the file is missing or holds no image that can be read
   */
  public static int longerSide(Path file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new UserError("the photograph %s is neither JPEG nor PNG".formatted(file));
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return Math.max(reader.getWidth(0), reader.getHeight(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private static UserError unreadable(Path file, Exception e) {
    return e instanceof UserError known
        ? known
        : new UserError("the photograph %s cannot be read: %s".formatted(file, e.getMessage()));
  }

  /** Prepares {@code image}. */
  public static Photograph of(BufferedImage image, String source) {
    return new Photograph(source, image.getWidth(), image.getHeight(), EncoderInput.of(image));
  }
}
