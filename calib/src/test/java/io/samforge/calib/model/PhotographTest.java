package io.samforge.calib.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.UserError;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotographTest {
  private static final int SIDE = Photograph.SIDE;

  @TempDir private Path folder;

  private static BufferedImage flat(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  @Test
  void normalisesEachColourAndPadsWithZeros() {
    Photograph photograph = Photograph.of(flat(200, 100, 0xff8000), "flat");
    float[] pixels = photograph.pixels();
    assertThat(pixels[511 * SIDE + 1023]).isCloseTo((255 - 123.675f) / 58.395f, within(1e-4f));
    assertThat(pixels[SIDE * SIDE]).isCloseTo((128 - 116.28f) / 57.12f, within(1e-4f));
    assertThat(pixels[2 * SIDE * SIDE]).isCloseTo((0 - 103.53f) / 57.375f, within(1e-4f));
    for (int colour = 0; colour < 3; colour++) {
      assertThat(pixels[(colour * SIDE + 512) * SIDE]).isZero();
      assertThat(pixels[(colour * SIDE + 1023) * SIDE + 1023]).isZero();
    }
    assertThat(photograph.width()).isEqualTo(200);
  }

  @Test
  void keepsEveryPixelOfAPictureOfTheRightSize() {
    BufferedImage image = flat(SIDE, SIDE, 0);
    image.setRGB(17, 900, 0x0000ff);
    float[] pixels = Photograph.of(image, "dot").pixels();
    float lit = (255 - 103.53f) / 57.375f;
    assertThat(pixels[(2 * SIDE + 900) * SIDE + 17]).isCloseTo(lit, within(1e-5f));
    assertThat(pixels[(2 * SIDE + 900) * SIDE + 18]).isNegative();
  }

  @Test
  void shrinkingAveragesInsteadOfSkipping() {
    // Alternating black and white columns, four times as wide as the result, become grey.
    BufferedImage image = flat(4 * SIDE, 8, 0);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 4 * SIDE; x += 2) {
        image.setRGB(x, y, 0xffffff);
      }
    }
    float[] pixels = Photograph.of(image, "stripes").pixels();
    float[] row = Arrays.copyOfRange(pixels, 2, SIDE - 2);
    for (float value : row) {
      assertThat(value * 58.395f + 123.675f).isCloseTo(127.5f, within(0.1f));
    }
  }

  @Test
  void readsPngAndJpeg() throws Exception {
    for (String format : new String[] {"png", "jpg"}) {
      Path file = folder.resolve("picture." + format);
      ImageIO.write(flat(64, 48, 0x204060), format, file.toFile());
      assertThat(Photograph.read(file).height()).isEqualTo(48);
    }
  }

  @Test
  void aMissingFileIsOneLine() {
    Path file = folder.resolve("none.jpg");
    assertThatThrownBy(() -> Photograph.read(file))
        .isInstanceOf(UserError.class)
        .hasMessage("the photograph " + file + " does not exist");
  }

  @Test
  void aFileThatIsNoImageIsOneLine() throws Exception {
    Path file = folder.resolve("text.jpg");
    Files.writeString(file, "not an image");
    assertThatThrownBy(() -> Photograph.read(file))
        .isInstanceOf(UserError.class)
        .hasMessage("the photograph " + file + " is neither JPEG nor PNG");
  }

  @Test
  void aDamagedImageIsOneLine() throws Exception {
    Path file = folder.resolve("damaged.png");
    ImageIO.write(flat(64, 48, 0x204060), "png", file.toFile());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, 45));
    assertThatThrownBy(() -> Photograph.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("the photograph " + file + " cannot be read")
        .message()
        .doesNotContain("\n");
  }
}
