package io.samforge.calib.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.calib.model.ModelStore;
import io.samforge.calib.synth.SyntheticSam;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
    assertRefused(ModelStore.standard(), message, arguments);
  }

  private void assertRefused(ModelStore models, String message, String... arguments) {
    err.reset();
    assertThat(run(models, arguments)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
  }

  private String[] with(String... more) {
    return Stream.concat(
            Stream.of("--config", CONFIG, "--out", folder.resolve("out.sfp").toString()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(run(ModelStore.standard(), "--help")).isZero();
    String help = out.toString(StandardCharsets.UTF_8);
    CalibArguments.options()
        .getOptions()
        .forEach(option -> assertThat(help).contains("--" + option.getLongOpt()));
    assertThat(help).contains("make calib");
  }

  @Test
  void wrongArgumentsAreOneLine() {
    assertRefused("--config is missing; see calib --help", "--fast");
    assertRefused("--bits 7; allowed: 4, 5, 6, 8", with("--bits", "7"));
    assertRefused("--bits x; allowed", with("--bits", "x"));
    assertRefused("--count 33; allowed: 1 to 32", with("--count", "33"));
    assertRefused("--groups 0; allowed: 1 to 16", with("--groups", "0"));
    assertRefused("--range-pictures x; allowed: 0 to 32", with("--range-pictures", "x"));
    assertRefused(
        "--rounding nearest with --wide-weights; allowed with 8-bit weights: compensated",
        with("--rounding", "nearest", "--wide-weights", "neck"));
    assertRefused("--taus 1,3; allowed: 1, 2, 4, separated by commas", with("--taus", "1,3"));
    assertRefused("--iterations -1; allowed", with("--iterations", "-1"));
    assertRefused("--scope half; allowed: linears, encoder, all", with("--scope", "half"));
    assertRefused("--grouping x; allowed: none, clusters, widths", with("--grouping", "x"));
    assertRefused("--cag-metric odd; allowed: raw, normalised", with("--cag-metric", "odd"));
    assertRefused("--rounding up; allowed: nearest, compensated", with("--rounding", "up"));
    assertRefused("unknown argument more", with("more"));
    assertRefused("Unrecognized option: --odd", with("--odd"));
  }

  @Test
  void missingFilesAreOneLine() throws IOException {
    assertRefused("none.json", "--config", "none.json");
    Path images = folder.resolve("none");
    assertRefused("the folder " + images + " does not exist", with("--images", images.toString()));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertRefused(
        "has 0 JPEG or PNG files; allowed: at least 3", with("--images", empty.toString()));
    assertRefused(
        "the model folder " + empty + " has no image encoder", with("--model", empty.toString()));
    assertRefused("the model folder nowhere does not exist", with("--model", "nowhere"));
    assertRefused(new ModelStore(empty), "is missing; run: make setup", with());
    assertThat(folder.resolve("out.sfp")).doesNotExist();
  }

  @Test
  void unreadablePicturesAndForeignModelsAreOneLine() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    for (String name : new String[] {"a.png", "b.png", "c.png"}) {
      Files.writeString(images.resolve(name), "no picture");
    }
    assertRefused("a.png", with("--images", images.toString()));
    Path model = Files.createDirectory(folder.resolve("model"));
    Files.writeString(model.resolve("encoder.onnx"), "no model");
    assertRefused("encoder.onnx", with("--model", model.toString()));
    SyntheticSam.of(SyntheticSam.Preset.TINY, 1).write(model);
    assertRefused(
        "has the shape [1, 3, 128, 128]; allowed: [1, 3, 1024, 1024]",
        with(
            "--model",
            model.toString(),
            "--work",
            folder.resolve("work").toString(),
            "--report",
            folder.toString()));
    assertThat(folder.resolve("out.sfp")).doesNotExist();
    assertThat(folder.resolve("work")).doesNotExist();
  }
}
