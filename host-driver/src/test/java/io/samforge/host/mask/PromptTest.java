package io.samforge.host.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.UserError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptTest {
  private static final ImageSize IMAGE = new ImageSize(1920, 1080);

  private static void assertRefused(List<PromptPoint> points, PromptBox box, String message) {
    assertThatThrownBy(() -> new Prompt(IMAGE, points, Optional.ofNullable(box)))
        .isInstanceOf(UserError.class)
        .hasMessage(message);
  }

  @Test
  void pointsMustLieInThePicture() {
    String allowed = " lies outside the picture; allowed: 0 <= x < 1920, 0 <= y < 1080";
    assertRefused(List.of(PromptPoint.on(1920, 5)), null, "the point 1920,5" + allowed);
    assertRefused(List.of(PromptPoint.on(5, 1080)), null, "the point 5,1080" + allowed);
    assertRefused(List.of(PromptPoint.on(-0.5, 5)), null, "the point -0.5,5" + allowed);
    assertRefused(List.of(PromptPoint.on(5, Double.NaN)), null, "the point 5,NaN" + allowed);
    assertThat(Prompt.point(IMAGE, 1919.9, 1079.9).points()).hasSize(1);
  }

  @Test
  void boxesMustLieInThePictureAndHaveAnArea() {
    String allowed =
        " does not lie in the picture; allowed: 0 <= x0 < x1 <= 1920, 0 <= y0 < y1 <= 1080";
    assertRefused(List.of(), new PromptBox(5, 5, 5, 9), "the box 5,5,5,9" + allowed);
    assertRefused(List.of(), new PromptBox(5, 9, 6, 5), "the box 5,9,6,5" + allowed);
    assertRefused(List.of(), new PromptBox(0, 0, 1921, 9), "the box 0,0,1921,9" + allowed);
    assertRefused(List.of(), new PromptBox(0, -1, 20, 9), "the box 0,-1,20,9" + allowed);
    assertThat(Prompt.box(IMAGE, new PromptBox(0, 0, 1920, 1080)).box()).isPresent();
  }

  @Test
  void somethingMustBeGiven() {
    assertRefused(List.of(), null, "the prompt is empty; give a point x,y or a box x0,y0,x1,y1");
  }

  @Test
  void pointIsScaledToTheLongestSideAndPadded() {
    PromptEncoding encoding = PromptEncoding.of(Prompt.point(IMAGE, 960, 540));
    assertThat(encoding.coordinates()).containsExactly(512, 288, 0, 0);
    assertThat(encoding.labels()).containsExactly(1, -1);
  }

  @Test
  void boxIsTwoCornersWithoutPadding() {
    PromptBox box = new PromptBox(0, 0, 1920, 1080);
    PromptEncoding encoding = PromptEncoding.of(Prompt.box(IMAGE, box));
    assertThat(encoding.coordinates()).containsExactly(0, 0, 1024, 576);
    assertThat(encoding.labels()).containsExactly(2, 3);
  }

  @Test
  void pointsComeBeforeTheBox() {
    Prompt prompt =
        new Prompt(
            IMAGE,
            List.of(PromptPoint.on(15, 30), new PromptPoint(30, 15, false)),
            Optional.of(new PromptBox(15, 15, 45, 60)));
    PromptEncoding encoding = PromptEncoding.of(prompt);
    assertThat(encoding.coordinates()).containsExactly(8, 16, 16, 8, 8, 8, 24, 32);
    assertThat(encoding.labels()).containsExactly(1, 0, 2, 3);
    assertThat(prompt.text()).isEqualTo("point 15,30, background 30,15, box 15,15,45,60");
  }

  @Test
  void paddingPointsFillUp() {
    PromptEncoding point = PromptEncoding.of(Prompt.point(IMAGE, 960, 540));
    assertThat(point.padded(4).coordinates()).containsExactly(512, 288, 0, 0, 0, 0, 0, 0);
    assertThat(point.padded(4).labels()).containsExactly(1, -1, -1, -1);
    assertThat(point.padded(2).labels()).containsExactly(1, -1);
    assertThatThrownBy(() -> point.padded(1)).hasMessage("2 points for 1 places");
  }

  @Test
  void eachAxisUsesItsRoundedSide() {
    // 333 / 1000 of 1024 is 340.99: the picture fills 341 rows.
    ImageSize image = new ImageSize(1000, 333);
    assertThat(image.frameWidth()).isEqualTo(1024);
    assertThat(image.frameHeight()).isEqualTo(341);
    PromptEncoding encoding = PromptEncoding.of(Prompt.point(image, 500, 111));
    assertThat(encoding.coordinates()[0]).isEqualTo(512);
    assertThat(encoding.coordinates()[1]).isCloseTo(341f / 3, within(1e-4f));
  }

  @Test
  void flatPicturesKeepOneRow() {
    assertThat(new ImageSize(5000, 1).frameHeight()).isEqualTo(1);
    assertThat(new ImageSize(3, 6).frameWidth()).isEqualTo(512);
  }
}
