package io.samforge.calib.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.Program;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.model.Photograph;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibMainTest {
  private static final String CONFIG = "../configs/large.json";

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(ModelStore models, String... arguments) {
    return CalibMain.run(
        models,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private void assertRefused(String message, String... arguments) {
    err.reset();
    assertThat(run(ModelStore.standard(), arguments)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(run(ModelStore.standard(), "--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--config", "--bits", "--image", "--block", "--out", "--cag-metric", "--tokens");
  }

  @Test
  void wrongArgumentsAreOneLine() {
    String to = folder.toString();
    assertRefused("--config is missing", "--out", to);
    assertRefused("--out is missing", "--config", CONFIG);
    assertRefused("--bits 7; allowed: 4, 5, 6, 8", "--config", CONFIG, "--out", to, "--bits", "7");
    assertRefused("--bits x; allowed", "--config", CONFIG, "--out", to, "--bits", "x");
    assertRefused("--tokens 0; allowed", "--config", CONFIG, "--out", to, "--tokens", "0");
    assertRefused(
        "--cag-metric odd; allowed: raw, normalised",
        "--config",
        CONFIG,
        "--out",
        to,
        "--cag-metric",
        "odd");
    assertRefused("unknown argument more", "--config", CONFIG, "--out", to, "more");
    assertRefused("--nothing", "--nothing");
    assertRefused("none.json", "--config", folder + "/none.json", "--out", to);
    assertRefused(
        "none.jpg does not exist", "--config", CONFIG, "--out", to, "--image", "none.jpg");
  }

  @Test
  void aMissingModelNamesTheRemedy() {
    int status = run(new ModelStore(folder), "--config", CONFIG, "--out", folder.toString());
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("is missing; run: make setup");
  }

  @Test
  void writesProgramsAndSummary() throws Exception {
    int status =
        run(
            ModelStore.standard(),
            "--config",
            CONFIG,
            "--bits",
            "5",
            "--image",
            Photograph.DEFAULT.toString(),
            "--block",
            "layers.3/blocks.0",
            "--tokens",
            "32",
            "--out",
            folder.resolve("out").toString());
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(status).isZero();
    AcceleratorConfig config = AcceleratorConfig.load(Path.of(CONFIG)).withBits(5, 5);
    assertThat(Program.load(folder.resolve("out/qkv.sfp"), config).layers()).hasSize(1);
    assertThat(Program.load(folder.resolve("out/mlp.sfp"), config).layers()).hasSize(2);
    JsonObject summary =
        JsonParser.parseString(Files.readString(folder.resolve("out/summary.json")))
            .getAsJsonObject();
    assertThat(summary.get("configHash").getAsString()).isEqualTo(config.hash());
    assertThat(summary.getAsJsonArray("layers")).hasSize(3);
    JsonObject qkv = summary.getAsJsonArray("layers").get(0).getAsJsonObject();
    int grouped = 0;
    for (var group : qkv.getAsJsonObject("operand").getAsJsonArray("groups")) {
      grouped += group.getAsJsonObject().get("channels").getAsInt();
      double scale = group.getAsJsonObject().get("scale").getAsDouble();
      int multiplier = group.getAsJsonObject().get("multiplier").getAsInt();
      assertThat(scale).isEqualTo(multiplier * qkv.get("baseScale").getAsDouble());
    }
    assertThat(grouped).isEqualTo(320);
    JsonObject fc2 = summary.getAsJsonArray("layers").get(2).getAsJsonObject();
    assertThat(fc2.getAsJsonObject("operand").getAsJsonArray("candidates")).hasSize(9);
    assertThat(fc2.get("outputSqnrDb").getAsDouble()).isGreaterThan(15);
  }
}
