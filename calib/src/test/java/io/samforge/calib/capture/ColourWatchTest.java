package io.samforge.calib.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.pack.ModelOrigin;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.host.mask.EncoderInput;
import io.samforge.host.stream.ColourWatch;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The colours of real photographs and of their negatives. */
class ColourWatchTest {
  private static final int WHITE = 0xffffff;

  private static ModelPackage model(JsonObject calibration) {
    return new ModelPackage(
        AcceleratorConfig.load(Path.of("..", "configs", "tiny.json")),
        new ModelOrigin("none", "0".repeat(64)),
        Map.of(),
        calibration);
  }

  private static ModelPackage with(JsonElement shares) {
    JsonObject calibration = new JsonObject();
    calibration.add(ColourWatch.FIELD, shares);
    return model(calibration);
  }

  private static BufferedImage changed(BufferedImage picture, int mask) {
    BufferedImage changed =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        changed.setRGB(x, y, picture.getRGB(x, y) ^ mask);
      }
    }
    return changed;
  }

  /** Whole calibration photographs; of ten that are held out nine are told from their negatives. */
  @Test
  void negativesAreToldFromPhotographs() {
    CalibrationImages images = CalibrationImages.standard();
    ColourWatch.Recorder recorder = new ColourWatch.Recorder();
    images.calibration().stream()
        .filter(image -> image.part().isEmpty())
        .forEach(image -> recorder.add(image.picture()));
    ColourWatch watch = new ColourWatch(recorder.addTo(model(new JsonObject())));
    int alarms = 0;
    int missed = 0;
    for (Path file : images.heldOut()) {
      BufferedImage photograph = EncoderInput.read(file);
      double score = watch.score(photograph);
      double inverted = watch.score(changed(photograph, WHITE));
      System.out.printf("%-36s %6.2f, inverted %6.2f%n", file.getFileName(), score, inverted);
      alarms += score < 0 ? 1 : 0;
      missed += inverted < 0 ? 0 : 1;
    }
    assertThat(images.heldOut()).hasSize(10);
    assertThat(alarms).isLessThanOrEqualTo(1);
    assertThat(missed).isLessThanOrEqualTo(1);
  }

  /** Two colours, each in its half, against the logarithm worked out by hand. */
  @Test
  void theScoreIsTheLikelihoodRatioOfTheTwo() {
    BufferedImage picture = new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 12; i++) {
      picture.setRGB(i % 3, i / 3, i < 6 ? 0x0000ff : 0x804000);
    }
    ColourWatch.Recorder recorder = new ColourWatch.Recorder();
    recorder.add(picture);
    ModelPackage recorded = recorder.addTo(model(new JsonObject()));
    JsonArray shares = recorded.calibration().getAsJsonArray(ColourWatch.FIELD);
    assertThat(shares).hasSize(128);
    // Level 3 of blue above; levels 2 and 1 of red and green below.
    assertThat(shares.get(3).getAsDouble()).isEqualTo(0.5);
    assertThat(shares.get(64 + 2 * 16 + 4).getAsDouble()).isEqualTo(0.5);
    ColourWatch watch = new ColourWatch(recorded);
    double expected = Math.log((0.5 + 0.01 / 128) / (0.01 / 128));
    assertThat(watch.score(picture)).isCloseTo(expected, within(1e-9));
    assertThat(watch.score(changed(picture, WHITE))).isCloseTo(-expected, within(1e-9));
    // The right colours in the wrong halves have never been seen, nor have their opposites.
    BufferedImage upsideDown = new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 12; i++) {
      upsideDown.setRGB(i % 3, i / 3, picture.getRGB(i % 3, 3 - i / 3));
    }
    assertThat(watch.score(upsideDown)).isCloseTo(0.0, within(1e-9));
  }

  @Test
  void aPackageWithoutColoursHasNoScore() {
    BufferedImage any = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    assertThat(new ColourWatch(model(new JsonObject())).score(any)).isNull();
  }

  @Test
  void aFieldOfAnotherFormIsRefused() {
    JsonArray tooFew = new JsonArray();
    tooFew.add(1);
    JsonArray above = new JsonArray();
    for (int i = 0; i < 128; i++) {
      above.add(i == 9 ? 2 : 0);
    }
    for (JsonElement field : List.of(tooFew, above, new JsonPrimitive(3), new JsonObject())) {
      assertThatThrownBy(() -> new ColourWatch(with(field)))
          .isInstanceOf(UserError.class)
          .hasMessage(
              "the calibration of the package has another field colours; allowed: 128 shares of"
                  + " 0..1, as 'make calib' writes them");
    }
  }
}
