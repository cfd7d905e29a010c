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
import java.util.Collection;
import java.util.LinkedHashMap;
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

  /** Every few pixels of a photograph: what the watch looks at, and little to keep. */
  private static BufferedImage small(Path file) {
    BufferedImage picture = EncoderInput.read(file);
    int step = (Math.max(picture.getWidth(), picture.getHeight()) + 255) / 256;
    BufferedImage small =
        new BufferedImage(
            (picture.getWidth() + step - 1 - step / 2) / step,
            (picture.getHeight() + step - 1 - step / 2) / step,
            BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < small.getHeight(); y++) {
      for (int x = 0; x < small.getWidth(); x++) {
        small.setRGB(x, y, picture.getRGB(step / 2 + x * step, step / 2 + y * step));
      }
    }
    return small;
  }

  private static ColourWatch watch(Collection<BufferedImage> pictures) {
    ColourWatch.Recorder recorder = new ColourWatch.Recorder();
    pictures.forEach(recorder::add);
    return new ColourWatch(recorder.addTo(model(new JsonObject())));
  }

  /**
   * Of ten held-out photographs nine are told from their negatives; of all 28, each compared with
   * the others, 24. A photograph and its negative have opposite scores, so both are wrong at once.
   */
  @Test
  void negativesAreToldFromPhotographs() {
    CalibrationImages images = CalibrationImages.standard();
    Map<Path, BufferedImage> all = new LinkedHashMap<>();
    images.calibration().stream()
        .filter(image -> image.part().isEmpty())
        .forEach(image -> all.put(image.file(), small(image.file())));
    ColourWatch watch = watch(all.values());
    int wrong = 0;
    assertThat(images.heldOut()).hasSize(10);
    for (Path file : images.heldOut()) {
      BufferedImage photograph = small(file);
      all.put(file, photograph);
      double score = watch.score(photograph);
      double inverted = watch.score(changed(photograph, WHITE));
      System.out.printf("%-36s %6.2f, inverted %6.2f%n", file.getFileName(), score, inverted);
      assertThat(inverted).isCloseTo(-score, within(1e-9));
      wrong += score < 0 ? 1 : 0;
    }
    assertThat(wrong).isLessThanOrEqualTo(1);
    assertThat(all).hasSize(28);
    long wrongOfAll =
        all.values().stream()
            .filter(
                picture ->
                    watch(all.values().stream().filter(other -> other != picture).toList())
                            .score(picture)
                        < 0)
            .count();
    System.out.println(wrongOfAll + " of " + all.size() + " wrong, each against the others");
    assertThat(wrongOfAll).isLessThanOrEqualTo(4);
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
