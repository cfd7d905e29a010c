package io.samforge.host.mask;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * Draws masks and prompts over a photograph. Sizes of lines and points grow with the photograph, so
 * that a reduced copy still shows them.
 */
public final class MaskOverlay {
  private static final double LINE = 1.0 / 400;
  private static final double POINT = 1.0 / 90;

  private final BufferedImage canvas;
  private final ImageSize size;
  private final int line;

  /** Begins with a copy of {@code photograph} on black. */
  public MaskOverlay(BufferedImage photograph) {
    size = new ImageSize(photograph.getWidth(), photograph.getHeight());
    canvas = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(photograph, 0, 0, Color.BLACK, null);
    graphics.dispose();
    line = Math.max(1, (int) Math.rint(Math.max(size.width(), size.height()) * LINE));
  }

  /** Lays {@code colour} over the object; its alpha says how much of the photograph it hides. */
  public MaskOverlay fill(Mask mask, Color colour) {
    check(mask);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setColor(colour);
    for (int y = 0; y < size.height(); y++) {
      int from = mask.nextSet(0, y);
      while (from < size.width()) {
        int to = mask.nextClear(from, y);
        graphics.fillRect(from, y, to - from, 1);
        from = mask.nextSet(to, y);
      }
    }
    graphics.dispose();
    return this;
  }

  /** Draws the border of the object. */
  public MaskOverlay contour(Mask mask, Color colour) {
    check(mask);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setColor(colour);
    for (int y = 0; y < size.height(); y++) {
      for (int x = mask.nextSet(0, y); x < size.width(); x = mask.nextSet(x + 1, y)) {
        if (onBorder(mask, x, y)) {
          graphics.fillRect(x - line / 2, y - line / 2, line, line);
        }
      }
    }
    graphics.dispose();
    return this;
  }

  private boolean onBorder(Mask mask, int x, int y) {
    // The edge of the picture is not a border of the object.
    return x > 0 && !mask.get(x - 1, y)
        || x + 1 < size.width() && !mask.get(x + 1, y)
        || y > 0 && !mask.get(x, y - 1)
        || y + 1 < size.height() && !mask.get(x, y + 1);
  }

  /** Draws points (on the object green, beside it red) and the box. */
  public MaskOverlay prompt(Prompt prompt) {
    Graphics2D graphics = canvas.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setStroke(new BasicStroke(line));
    prompt
        .box()
        .ifPresent(
            box -> {
              graphics.setColor(Color.GREEN);
              graphics.draw(
                  new Rectangle2D.Double(
                      box.left(), box.top(), box.right() - box.left(), box.bottom() - box.top()));
            });
    double radius = Math.max(2, Math.max(size.width(), size.height()) * POINT);
    for (PromptPoint point : prompt.points()) {
      Ellipse2D disc =
          new Ellipse2D.Double(point.x() - radius / 2, point.y() - radius / 2, radius, radius);
      graphics.setColor(point.foreground() ? Color.GREEN : Color.RED);
      graphics.fill(disc);
      graphics.setColor(Color.WHITE);
      graphics.draw(disc);
    }
    graphics.dispose();
    return this;
  }

  /** The picture so far, as large as the photograph. */
  public BufferedImage image() {
    return canvas;
  }

  private void check(Mask mask) {
    if (!mask.size().equals(size)) {
      throw new IllegalArgumentException("a mask of " + mask.size() + " over " + size);
    }
  }
}
