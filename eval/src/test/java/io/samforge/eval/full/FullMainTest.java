package io.samforge.eval.full;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.calib.compile.SmallModel;
import io.samforge.eval.mask.SmallSam;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullMainTest {
  private static final String CONFIG = Path.of("..", "configs", "small.json").toString();

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return new FullMain(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(arguments);
  }

  private void assertBadInput(String message, String... arguments) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(message + System.lineSeparator());
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void badInputIsToldInOneLine() {
    assertBadInput("sim-full: --config is missing; see --help");
    assertBadInput(
        "build/model.sfp: there is no such model package; build it with: make calib"
            + " CONFIG=configs/NAME.json",
        "--config",
        CONFIG);
    assertBadInput(
        "sim-full: --out a.html; allowed: no .html, which is the page beside it",
        "--config",
        CONFIG,
        "--out",
        "a.html");
    assertBadInput("sim-full: unknown argument x; see --help", "x");
    assertBadInput(
        "sim-full: --jobs 0; allowed: 1 to 64",
        "--config",
        CONFIG,
        "--package",
        "a.sfp",
        "--jobs",
        "0");
    assertBadInput(
        "none.sfp: there is no such model package; build it with: make calib"
            + " CONFIG=configs/NAME.json",
        "--config",
        CONFIG,
        "--package",
        "none.sfp");
  }

  @Test
  void aPackageOfAnotherModelIsToldInOneLine() {
    String file = folder.resolve("small.sfp").toString();
    SmallModel.compiled(new Random(5), DeviceEngineTest.SMALL).model().save(Path.of(file));
    assertThat(run("--config", CONFIG, "--package", file)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("the function encoder reads [TensorShape[name=image, ")
        .contains("allowed: one picture of [1, 3, 1024, 1024]");
    assertBadInput(
        "sim-full: --inject-golden-bit fc9; allowed: conv, attn/qk, attn/pv, mlp/fc1",
        "--config",
        CONFIG,
        "--package",
        file,
        "--inject-golden-bit",
        "fc9");
    assertBadInput(
        "the model package has no function decoder; it has: encoder",
        "--config",
        CONFIG,
        "--package",
        file,
        "--function",
        "decoder");
  }

  @Test
  void aWholeEncoderIsSimulatedAndReported() throws IOException {
    Path file = folder.resolve("sam.sfp");
    new SmallSam(2, DeviceEngineTest.SMALL, 85).model(false).save(file);
    Path photograph = folder.resolve("photo.png");
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    image.setRGB(30, 20, 0xffffff);
    ImageIO.write(image, "png", photograph.toFile());
    Path results = folder.resolve("report/sim.json");
    String[] arguments = {
      "--config",
      CONFIG,
      "--package",
      file.toString(),
      "--image",
      photograph.toString(),
      "--jobs",
      "1",
      "--work",
      folder.resolve("work").toString(),
      "--out",
      results.toString()
    };
    assertThat(run(arguments)).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("1 of 1 units, 0 mismatches in 1048576 outputs")
        .contains("photograph: photo.png, ")
        .contains("report/sim.json, ")
        .contains("report/sim.html");
    assertThat(results).exists();
    Path page = folder.resolve("report/sim.html");
    assertThat(Files.readString(page))
        .contains("<span class=\"ok\">every bit is right</span>")
        .contains("<td>mix</td><td>linear</td>");
    List<String> wrong = new ArrayList<>(List.of(arguments));
    wrong.addAll(List.of("--inject-golden-bit", "mix"));
    assertThat(run(wrong.toArray(String[]::new))).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("layer mix");
    assertThat(Files.readString(page)).contains("<span class=\"bad\">1 outputs differ</span>");
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(run("--help")).isZero();
    FullArguments.options()
        .getOptions()
        .forEach(
            option ->
                assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("--" + option.getLongOpt()));
  }
}
