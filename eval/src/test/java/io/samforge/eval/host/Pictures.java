package io.samforge.eval.host;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small pictures with something on them. */
final class Pictures {
  static final int WIDTH = 160;
  static final int HEIGHT = 120;
  private static final int SHAPES = 12;

  private Pictures() {}

  static void write(Path file, Random random) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, colour(random), WIDTH, HEIGHT, colour(random)));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    for (int i = 0; i < SHAPES; i++) {
      graphics.setColor(colour(random));
      graphics.fillOval(
          random.nextInt(WIDTH - 20),
          random.nextInt(HEIGHT - 20),
          random.nextInt(60),
          random.nextInt(60));
    }
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private static Color colour(Random random) {
    return new Color(random.nextInt(1 << 24));
  }
}
