package io.samforge.eval.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftSheetTest {
  private static final int RED = 0xffd62f2f;
  private static final int BLACK = 0xff000000;
  private static final int WHITE = 0xffffffff;

  /** Pictures stand in rows; only unusual ones have a frame. */
  @Test
  void unusualPicturesHaveAFrame(@TempDir Path folder) throws Exception {
    DriftSheet sheet = new DriftSheet(2);
    for (int i = 0; i < 3; i++) {
      sheet.add(new BufferedImage(480, 300, BufferedImage.TYPE_INT_RGB), "p" + i, i == 1);
    }
    Path file = folder.resolve("sheet.png");
    sheet.write(file);
    BufferedImage found = ImageIO.read(file.toFile());
    assertThat(found.getWidth()).isEqualTo(8 + 2 * 248);
    assertThat(found.getHeight()).isEqualTo(8 + 2 * 178);
    assertThat(found.getRGB(8, 8)).isEqualTo(BLACK);
    assertThat(found.getRGB(8 + 248, 8)).isEqualTo(RED);
    assertThat(found.getRGB(8 + 248 + 120, 8 + 75)).isEqualTo(BLACK);
    assertThat(found.getRGB(8, 8 + 178)).isEqualTo(BLACK);
    assertThat(found.getRGB(8 + 248, 8 + 178)).isEqualTo(WHITE);
  }
}
