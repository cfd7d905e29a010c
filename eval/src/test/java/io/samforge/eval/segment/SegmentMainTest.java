package io.samforge.eval.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.compile.SmallModel;
import io.samforge.calib.model.ModelStore;
import io.samforge.eval.mask.ImageEncoder;
import io.samforge.eval.mask.SegmentationModel;
import io.samforge.eval.mask.SmallSam;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.MaskPrediction;
import io.samforge.host.mask.MaskUpsampler;
import io.samforge.host.mask.Prompt;
import io.samforge.host.run.FloatTensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentMainTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path photograph;

  /** Takes the left half of every picture for the object. */
  private static final class LeftHalf implements SegmentationModel {
    @Override
    public ImageEncoder encoder() {
      return picture -> new FloatTensor(List.of(1L), new float[] {picture.width()});
    }

    @Override
    public MaskDecoder decoder() {
      return LeftHalf::decode;
    }

    private static MaskPrediction decode(FloatTensor embedding, Prompt prompt) {
      assertThat(embedding.data()).containsExactly(prompt.image().width());
      float[] logits = new float[MaskUpsampler.SIDE * MaskUpsampler.SIDE];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = i % MaskUpsampler.SIDE < MaskUpsampler.SIDE / 2 ? 1 : -1;
      }
      return new MaskPrediction(prompt.image(), logits, 0.875f);
    }

    @Override
    public OptionalLong cycles() {
      return OptionalLong.of(1234);
    }
  }

  @BeforeEach
  void drawPhotograph() throws IOException {
    photograph = folder.resolve("grey.photo.png");
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", photograph.toFile());
  }

  private int run(SegmentationModels models, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--out", folder.resolve("results").toString()));
    return new SegmentMain(
            models,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(all.toArray(String[]::new));
  }

  private void assertRefused(String message, String... arguments) {
    err.reset();
    // No model is there: whatever is wrong must be told before one is opened.
    SegmentationModels models = SegmentationModels.standard(new ModelStore(folder));
    assertThat(run(models, arguments)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(message);
    assertThat(out.size()).isZero();
    assertThat(folder.resolve("results")).doesNotExist();
  }

  @Test
  void writesMaskAndOverlay() throws IOException {
    SegmentationModels models =
        new SegmentationModels(Map.of(ComputeTarget.SIM, (file, progress) -> new LeftHalf()));
    int status =
        run(
            models,
            "--image",
            photograph.toString(),
            "--on",
            "sim",
            "--point",
            "10,20",
            "--box",
            "1,2,30,39.5");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("grey.photo.png, point 10,20, box 1,2,30,39.5: 1200 pixels (50.0 %)")
        .contains("predicted IoU 0.875")
        .contains("1234 cycles");
    Path results = folder.resolve("results");
    BufferedImage mask = ImageIO.read(results.resolve("grey.photo-mask.png").toFile());
    assertThat(mask.getRaster().getSample(29, 39, 0)).isEqualTo(255);
    assertThat(mask.getRaster().getSample(30, 0, 0)).isZero();
    BufferedImage overlay = ImageIO.read(results.resolve("grey.photo-overlay.png").toFile());
    assertThat(overlay.getWidth()).isEqualTo(60);
    assertThat(overlay.getRGB(5, 20)).isNotEqualTo(overlay.getRGB(55, 20));
  }

  @Test
  void refusesWrongOptions() {
    assertRefused("segment: the prompt is missing; give POINT=x,y or BOX=x0,y0,x1,y1");
    assertRefused("segment: --point 5; allowed: x,y or x,y,0", "--point", "5");
    assertRefused("segment: --point 5,y; allowed: x,y or x,y,0", "--point", "5,y");
    assertRefused("segment: --point 5,6,2; allowed: x,y or x,y,0", "--point", "5,6,2");
    assertRefused("segment: --point 1e9,5; allowed", "--point", "1e9,5");
    assertRefused("segment: --box 1,2,3; allowed: x0,y0,x1,y1", "--box", "1,2,3");
    assertRefused("--on board is unknown; allowed: float, golden, sim", point("--on", "board"));
    assertRefused("segment: unknown argument more", point("more"));
    assertRefused("Unrecognized option: --nothing", point("--nothing"));
  }

  @Test
  void refusesWrongPhotographsAndPrompts() throws IOException {
    assertRefused("none.jpg does not exist", point("--image", "none.jpg"));
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
    assertRefused("text.jpg is neither JPEG nor PNG", point("--image", text.toString()));
    String picture = photograph.toString();
    assertRefused(
        "the point 60,5 lies outside the picture; allowed: 0 <= x < 60, 0 <= y < 40",
        "--image",
        picture,
        "--point",
        "60,5");
    assertRefused(
        "the box 5,5,61,9 does not lie in the picture", "--image", picture, "--box", "5,5,61,9");
  }

  @Test
  void refusesWhatCannotRun() {
    String[] here = {"--image", photograph.toString()};
    assertRefused(
        "build/model.sfp: there is no such model package; build it with: make calib",
        point(here[0], here[1], "--on", "golden"));
    assertRefused(
        "other.sfp: there is no such model package; build it with: make calib",
        point(here[0], here[1], "--on", "sim", "--package", "other.sfp"));
    assertRefused(
        "--package model.sfp has no effect on --on float",
        point(here[0], here[1], "--package", "model.sfp"));
    assertRefused("encoder.onnx is missing; run: make setup", point(here));
  }

  @Test
  void refusesATargetThatIsNotThere() {
    SegmentationModels models =
        new SegmentationModels(Map.of(ComputeTarget.SIM, (file, progress) -> new LeftHalf()));
    assertThat(run(models, point("--image", photograph.toString()))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("segment: --on float is not part of this build; allowed: sim");
  }

  /** Takes no prompt, and encodes nothing. */
  private static final class Refusing implements SegmentationModel {
    @Override
    public ImageEncoder encoder() {
      return picture -> {
        throw new AssertionError("the prompt is wrong, and still something is computed");
      };
    }

    @Override
    public MaskDecoder decoder() {
      return new MaskDecoder() {
        @Override
        public void check(Prompt prompt) {
          throw new UserError("no prompt is right");
        }

        @Override
        public MaskPrediction decode(FloatTensor embedding, Prompt prompt) {
          throw new AssertionError("the prompt is wrong");
        }
      };
    }
  }

  @Test
  void promptsAreCheckedBeforeAnythingIsComputed() {
    SegmentationModels models =
        new SegmentationModels(Map.of(ComputeTarget.FLOAT, (file, progress) -> new Refusing()));
    assertThat(run(models, point("--image", photograph.toString()))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).strip()).isEqualTo("no prompt is right");
  }

  @Test
  void refusesDamagedPackagesAndLongPrompts() throws IOException {
    Path file = folder.resolve("small.sfp");
    new SmallSam(2, SmallSam.SMALL, 1).model(true).save(file);
    String[] here = {"--image", photograph.toString(), "--on", "golden", "--package"};
    assertRefused(
        "the prompt point 10,10, point 20,20 has too many points for the mask decoder of the model"
            + " package; allowed: 1 point, or a box",
        point(here[0], here[1], here[2], here[3], here[4], file.toString(), "--point", "20,20"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertRefused(
        "small.sfp: the model package",
        point(here[0], here[1], here[2], here[3], here[4], file.toString()));
    SmallModel.compiled(new Random(1), SmallSam.SMALL).model().save(file);
    assertRefused(
        "the image encoder of the model package reads image [1, 3, 12, 14], ",
        point(here[0], here[1], here[2], here[3], here[4], file.toString()));
  }

  @Test
  void aPackageWithoutADecoderNeedsTheFloatDecoder() {
    Path file = folder.resolve("encoder.sfp");
    new SmallSam(2, SmallSam.SMALL, 1).model(false).save(file);
    assertRefused(
        "sam.onnx is missing; run: make setup",
        point("--image", photograph.toString(), "--on", "golden", "--package", file.toString()));
  }

  @Test
  void goldenModelAndSimulationWriteTheSameMask() throws IOException {
    Path file = folder.resolve("small.sfp");
    new SmallSam(2, SmallSam.SMALL, 84).model(true).save(file);
    List<byte[]> masks = new ArrayList<>();
    for (String target : List.of("golden", "sim")) {
      out.reset();
      SegmentationModels models = SegmentationModels.standard(new ModelStore(folder));
      int status =
          run(
              models,
              point(
                  "--image", photograph.toString(), "--on", target, "--package", file.toString()));
      assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(status).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("on " + target + ": encoder ");
      masks.add(Files.readAllBytes(folder.resolve("results/grey.photo-mask.png")));
    }
    assertThat(masks.get(1)).isEqualTo(masks.get(0));
    assertThat(out.toString(StandardCharsets.UTF_8).lines().findFirst())
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .matches(
                        "simulating about [0-9.]+ M cycles of configuration small takes less"
                            + " than a minute; ON=golden computes the same bits sooner"));
    assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("s, [0-9]{5,} cycles");
  }

  @Test
  void theExpectedTimeComesFromCyclesAndMultipliers() {
    AcceleratorConfig large = AcceleratorConfig.load(Path.of("..", "configs", "large.json"));
    // 34.3 M cycles of 32 x 128 multipliers at 110 M a second: 1277 s.
    assertThat(SegmentationModels.expectation(large, 34_300_000))
        .isEqualTo(
            "simulating about 34.3 M cycles of configuration large takes about 22 minutes;"
                + " ON=golden computes the same bits sooner");
  }

  private static String[] point(String... others) {
    List<String> all = new ArrayList<>(List.of("--point", "10,10"));
    all.addAll(List.of(others));
    return all.toArray(String[]::new);
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(run(SegmentationModels.standard(new ModelStore(folder)), "--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--image", "--point", "--box", "--on", "--package", "--out");
  }
}
