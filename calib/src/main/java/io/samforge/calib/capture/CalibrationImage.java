package io.samforge.calib.capture;

import io.samforge.arch.UserError;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.model.Photograph;
import io.samforge.host.run.FloatTensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A photograph that calibration runs the image encoder on, whole or a part of it.
 *
 * @param file JPEG or PNG
 * @param part what is cut out; empty for all of it
 */
public record CalibrationImage(Path file, Optional<Corner> part) {
  /** A part of a picture, three fifths of both sides, that reaches to one of its corners. */
  public enum Corner {
    /** Upper left. */
    NORTH_WEST,
    /** Lower right. */
    SOUTH_EAST,
    /** Upper right. */
    NORTH_EAST,
    /** Lower left. */
    SOUTH_WEST;

    private BufferedImage of(BufferedImage whole) {
      int width = Math.max(1, whole.getWidth() * 3 / 5);
      int height = Math.max(1, whole.getHeight() * 3 / 5);
      boolean west = this == NORTH_WEST || this == SOUTH_WEST;
      boolean north = this == NORTH_WEST || this == NORTH_EAST;
      return whole.getSubimage(
          west ? 0 : whole.getWidth() - width,
          north ? 0 : whole.getHeight() - height,
          width,
          height);
    }
  }

  /** What messages call it: the name of the file and of the part. */
  public String name() {
    return file.getFileName() + part.map(corner -> " " + corner).orElse("");
  }

  /**
   * Reads the file and prepares its picture for the image encoder.
   *
   * @throws UserError when the file holds no picture
   */
  public Photograph load() {
    return Photograph.of(picture(), name());
  }

  /**
   * Reads the file and cuts its picture out.
   *
   * @throws UserError when the file holds no picture
   */
  public BufferedImage picture() {
    BufferedImage whole = Photograph.image(file);
    return part.map(corner -> corner.of(whole)).orElse(whole);
  }

  /**
   * What the model with one picture as its input reads for this image.
   *
   * @param input the input of the model
   * @throws UserError when the input has not the size of a prepared photograph
   */
  public CaptureInput inputOf(TensorShape input) {
    long elements = 3L * Photograph.SIDE * Photograph.SIDE;
    if (input.elements() != elements) {
      throw new UserError(
          "the input %s of the model has the shape %s; allowed: %s"
              .formatted(
                  input.name(), input.shape(), List.of(1, 3, Photograph.SIDE, Photograph.SIDE)));
    }
    return new Input(this, input);
  }

  /** An image for a certain model. */
  private record Input(CalibrationImage image, TensorShape input) implements CaptureInput {
    @Override
    public String name() {
      return image.name();
    }

    @Override
    public byte[] identity() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(image.part.toString().getBytes(StandardCharsets.UTF_8));
        return digest.digest(Files.readAllBytes(image.file));
      } catch (IOException e) {
        throw new UserError(
            "the photograph %s cannot be read: %s".formatted(image.file, e.getMessage()), e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    @Override
    public Map<String, FloatTensor> tensors() {
      return Map.of(input.name(), new FloatTensor(input.shape(), image.load().pixels()));
    }
  }
}
