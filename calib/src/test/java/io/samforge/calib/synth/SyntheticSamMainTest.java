package io.samforge.calib.synth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.samforge.calib.synth.SyntheticSam.Preset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticSamMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private int run(String... arguments) {
    return SyntheticSamMain.run(print(out), print(err), arguments);
  }

  private static PrintStream print(ByteArrayOutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  @Test
  void writesAPairOfModels() throws IOException {
    assertThat(run("--preset", "tinyVit", "--out", folder.toString())).isZero();

    SyntheticSam expected = SyntheticSam.of(Preset.TINY_VIT, 1);
    assertThat(folder.resolve("encoder.onnx")).hasBinaryContent(expected.encoder().bytes());
    assertThat(folder.resolve("sam.onnx")).hasBinaryContent(expected.decoder().bytes());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("wrote encoder.onnx and sam.onnx to %s%n".formatted(folder));
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void theSeedChangesTheWeights() throws IOException {
    run("--preset", "tiny", "--seed", "7", "--style", "fused", "--out", folder.toString());

    assertThat(folder.resolve("encoder.onnx"))
        .hasBinaryContent(SyntheticSam.of(Preset.TINY, 7, ExportStyle.FUSED).encoder().bytes());
    assertThat(SyntheticSam.of(Preset.TINY, 8, ExportStyle.FUSED).encoder().bytes())
        .isNotEqualTo(Files.readAllBytes(folder.resolve("encoder.onnx")));
  }

  @Test
  void externalDataIsInItsOwnFile() throws OrtException, IOException {
    run("--preset", "tiny", "--external-data", "--out", folder.toString());

    Path model = folder.resolve("encoder.onnx");
    Path data = folder.resolve("encoder.onnx.data");
    assertThat(Files.size(data)).isGreaterThan(Files.size(model));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(model.toString(), options)) {
      assertThat(session.getInputNames()).containsExactly("input");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--out x|synthetic-sam: --preset is missing; see --help",
        "--preset huge --out x|synthetic-sam: --preset huge;"
            + " allowed: tiny, tinyVit, mobileSam, vitB",
        "--preset tiny|synthetic-sam: --out is missing; see --help",
        "--preset tiny --out x --seed y|synthetic-sam: --seed y; allowed: a whole number",
        "--preset tiny --out x --style y|synthetic-sam: --style y;"
            + " allowed: decomposed, fused-norm, fused",
        "--preset tiny --out x more|synthetic-sam: unknown argument more; see --help",
        "--size 3|synthetic-sam: Unrecognized option: --size; see --help"
      })
  void mistakesAreOneLine(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(message + System.lineSeparator());
    assertThat(Path.of("x")).doesNotExist();
  }

  @Test
  void helpNamesThePresets() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--preset <NAME>", "tiny, tinyVit, mobileSam, vitB");
  }
}
