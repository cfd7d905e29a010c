package io.samforge.host.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MaskImageTest {
  private static final Mask SQUARE = Masks.of("......", ".####.", ".####.", ".####.", "......");

  @Test
  void pngHoldsEveryPixel() throws Exception {
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(MaskImage.png(SQUARE)));
    assertThat(read.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 6; x++) {
        assertThat(read.getRaster().getSample(x, y, 0)).isEqualTo(SQUARE.get(x, y) ? 255 : 0);
      }
    }
  }

  @Test
  void overlayShowsMaskContourAndPrompt() {
    BufferedImage photograph = new BufferedImage(6, 5, BufferedImage.TYPE_INT_ARGB);
    BufferedImage filled =
        new MaskOverlay(photograph).fill(SQUARE, new Color(255, 0, 0, 128)).image();
    assertThat(filled.getRGB(2, 2)).isEqualTo(0xff800000);
    assertThat(filled.getRGB(0, 0)).isEqualTo(0xff000000);
    BufferedImage outlined = new MaskOverlay(photograph).contour(SQUARE, Color.BLUE).image();
    assertThat(outlined.getRGB(1, 1)).isEqualTo(0xff0000ff);
    assertThat(outlined.getRGB(2, 2)).as("inside").isEqualTo(0xff000000);
    Prompt prompt =
        new Prompt(
            new ImageSize(6, 5),
            List.of(new PromptPoint(3, 2, false)),
            Optional.of(new PromptBox(0, 0, 5, 4)));
    BufferedImage prompted = new MaskOverlay(photograph).prompt(prompt).image();
    assertThat(new Color(prompted.getRGB(0, 2)).getGreen()).isPositive();
    assertThat(new Color(prompted.getRGB(3, 2)).getRed()).isPositive();
  }

  @Test
  void theEdgeOfThePictureIsNoBorder() {
    BufferedImage photograph = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
    BufferedImage outlined =
        new MaskOverlay(photograph).contour(Masks.of("###"), Color.RED).image();
    for (int x = 0; x < 3; x++) {
      assertThat(outlined.getRGB(x, 0)).isEqualTo(0xff000000);
    }
  }

  @Test
  void refusesAMaskOfAnotherPicture() {
    BufferedImage photograph = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> new MaskOverlay(photograph).fill(SQUARE, Color.RED))
        .hasMessage("a mask of 6 x 5 over 3 x 1");
  }
}
