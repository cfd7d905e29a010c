package io.samforge.eval.bench;

import io.samforge.arch.AtomicFile;
import io.samforge.eval.mask.SmallImage;
import io.samforge.host.mask.MaskImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Small copies of pictures in rows, each with what the drift watch says of it; those that it calls
 * unusual have a frame.
 */
final class DriftSheet {
  private static final int WIDTH = 240;
  private static final int HEIGHT = 150;
  private static final int TEXT = 20;
  private static final int GAP = 8;
  private static final int FRAME = 4;
  private static final Color UNUSUAL = new Color(0xd6, 0x2f, 0x2f);
  private static final Color INK = new Color(0x22, 0x22, 0x22);

  private final int columns;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(BufferedImage small, String text, boolean unusual) {}

  /** A sheet without pictures. */
  DriftSheet(int columns) {
    this.columns = columns;
  }

  /** Adds a picture behind the last one. */
  void add(BufferedImage picture, String text, boolean unusual) {
    BufferedImage small = SmallImage.within(picture, WIDTH, HEIGHT);
    entries.add(new Entry(small, text, unusual));
  }

  /** Draws all pictures. */
  BufferedImage image() {
    int rows = Math.max(1, (entries.size() + columns - 1) / columns);
    BufferedImage sheet =
        new BufferedImage(
            GAP + columns * (WIDTH + GAP),
            GAP + rows * (HEIGHT + TEXT + GAP),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    graphics.setStroke(new BasicStroke(FRAME));
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      int x = GAP + i % columns * (WIDTH + GAP);
      int y = GAP + i / columns * (HEIGHT + TEXT + GAP);
      graphics.drawImage(entry.small, x, y, null);
      if (entry.unusual) {
        graphics.setColor(UNUSUAL);
        graphics.drawRect(
            x + FRAME / 2,
            y + FRAME / 2,
            entry.small.getWidth() - FRAME,
            entry.small.getHeight() - FRAME);
      }
      graphics.setColor(entry.unusual ? UNUSUAL : INK);
      graphics.drawString(entry.text, x, y + HEIGHT + TEXT - FRAME);
    }
    graphics.dispose();
    return sheet;
  }

  /** Writes all pictures as PNG. */
  void write(Path file) {
    new AtomicFile(file).write(MaskImage.png(image()));
  }
}
