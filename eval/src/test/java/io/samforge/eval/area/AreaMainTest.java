package io.samforge.eval.area;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's errors, and its table, JSON and picture for the smallest accelerator. */
class AreaMainTest {
  private static final List<String> FIGURES = List.of("lut", "ff", "dsp", "bram");
  private static final Path CONFIGS =
      Path.of(System.getProperty("samforge.root", "..")).resolve("configs");

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(text, true, StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void mistakesAreOneLineAndStatusTwo() {
    assertError("area: Unrecognized option: --conf; see area --help", "--conf", "x");
    assertError("area: unknown argument x; see area --help", "x");
    String tiny = CONFIGS.resolve("tiny.json").toString();
    assertError(
        "none.json: there is no such configuration file",
        "--config",
        tiny,
        "--config",
        "none.json",
        "--out",
        folder.toString());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void everyModuleIsPartOfTheTotal() throws IOException {
    String tiny = CONFIGS.resolve("tiny.json").toString();
    assertThat(AreaMain.run(stream, stream, "--config", tiny, "--out", folder.toString())).isZero();
    Path report = folder.resolve("report");
    JsonObject design =
        JsonParser.parseString(Files.readString(report.resolve("area.json")))
            .getAsJsonObject()
            .get("designs")
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    assertThat(design.get("config").getAsString()).isEqualTo("tiny");
    assertThat(design.get("multipliers").getAsInt()).isEqualTo(8 * 4);
    Map<String, JsonObject> modules = new HashMap<>();
    for (JsonElement module : design.get("modules").getAsJsonArray()) {
      modules.put(module.getAsJsonObject().get("module").getAsString(), module.getAsJsonObject());
    }
    assertThat(instances(modules, "Accelerator")).isOne();
    assertThat(instances(modules, "OutputLane")).isEqualTo(4);
    assertThat(instances(modules, "DotProductLane")).isEqualTo(4);
    assertThat(instances(modules, "HluqDecodeUnit")).isEqualTo(8);
    for (String figure : FIGURES) {
      double total = figure(design, "total", figure);
      double sum =
          modules.values().stream()
              .mapToDouble(m -> m.get("instances").getAsLong() * figure(m, "own", figure))
              .sum();
      assertThat(total).as(figure).isPositive().isEqualTo(sum);
      assertThat(figure(modules.get("Accelerator"), "withChildren", figure)).isEqualTo(total);
      assertThat(figure(design, "perMultiplier", figure)).isEqualTo(total / 32);
    }
    assertThat(text.toString(StandardCharsets.UTF_8)).contains("tiny           8 x 4");
    BufferedImage picture = ImageIO.read(report.resolve("area.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(2 * 900);
    assertThat(picture.getHeight()).isEqualTo(2 * 2 * 420);
  }

  private static long instances(Map<String, JsonObject> modules, String name) {
    return modules.get(name).get("instances").getAsLong();
  }

  private static double figure(JsonObject object, String area, String figure) {
    return object.get(area).getAsJsonObject().get(figure).getAsDouble();
  }

  private void assertError(String message, String... arguments) {
    text.reset();
    assertThat(AreaMain.run(stream, stream, arguments)).isEqualTo(2);
    assertThat(text.toString(StandardCharsets.UTF_8).lines()).containsExactly(message);
  }
}
