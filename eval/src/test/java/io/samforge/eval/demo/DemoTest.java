package io.samforge.eval.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.Program;
import io.samforge.calib.model.ModelStore;
import io.samforge.sim.verilator.Toolchain;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo with the real model and the real photograph on a few tokens. */
class DemoTest {
  private static final Path CONFIG = Path.of("..", "configs", "small.json");
  private static final int TOKENS = 40;
  private static final int OTHER_TOKENS = 24;

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... more) {
    List<String> arguments =
        Stream.concat(
                Stream.of("--config", CONFIG.toString(), "--out", folder.toString()),
                Stream.of(more))
            .toList();
    return new DemoMain(
            ModelStore.standard(),
            Toolchain.onPath(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(arguments.toArray(String[]::new));
  }

  private JsonObject report() throws Exception {
    return JsonParser.parseString(Files.readString(folder.resolve("report/demo.json")))
        .getAsJsonObject();
  }

  @Test
  void everyBitIsRightAtFourFiveAndSixBits() throws Exception {
    int status = run("--tokens", "" + TOKENS, "--tokens-other-bits", "" + OTHER_TOKENS);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(status).isZero();
    AcceleratorConfig config = AcceleratorConfig.load(CONFIG);
    checkReport(config);
    checkTable();
    checkFiles(config);
    checkPicture();
  }

  private void checkReport(AcceleratorConfig config) throws Exception {
    JsonObject report = report();
    assertThat(report.get("configHash").getAsString()).isEqualTo(config.hash());
    assertThat(report.get("mismatches").getAsLong()).isZero();
    JsonArray layers = report.getAsJsonArray("layers");
    assertThat(layers).hasSize(9);
    long elements = 0;
    for (int i = 0; i < layers.size(); i++) {
      JsonObject layer = layers.get(i).getAsJsonObject();
      int bits = 4 + i / 3;
      checkShape(layer, i % 3, bits == 4 ? TOKENS : OTHER_TOKENS);
      assertThat(layer.get("bits").getAsInt()).isEqualTo(bits);
      assertThat(layer.get("configHash").getAsString())
          .isEqualTo(config.withBits(bits, bits).hash());
      assertThat(layer.get("mismatches").getAsLong()).isZero();
      assertThat(layer.get("sqnrDb").getAsDouble()).isBetween(11.0, 40.0);
      if (i >= 3) {
        JsonObject fewerBits = layers.get(i - 3).getAsJsonObject();
        assertThat(layer.get("sqnrDb").getAsDouble())
            .isGreaterThan(fewerBits.get("sqnrDb").getAsDouble());
      }
      elements += layer.get("tokens").getAsLong() * layer.get("outChannels").getAsLong();
    }
    assertThat(report.get("elements").getAsLong()).isEqualTo(elements);
  }

  private static void checkShape(JsonObject layer, int index, int tokens) {
    String name = List.of("attn/qkv", "mlp/fc1", "mlp/fc2").get(index);
    int inputs = List.of(320, 320, 1280).get(index);
    int outputs = List.of(960, 1280, 320).get(index);
    long macs = (long) tokens * inputs * outputs;
    assertThat(layer.get("name").getAsString()).isEqualTo("layers.3/blocks.1/" + name);
    assertThat(layer.get("operand").getAsString()).isEqualTo(index == 2 ? "HLUQ" : "CAG");
    assertThat(layer.get("tokens").getAsInt()).isEqualTo(tokens);
    assertThat(layer.get("inChannels").getAsInt()).isEqualTo(inputs);
    assertThat(layer.get("outChannels").getAsInt()).isEqualTo(outputs);
    assertThat(layer.get("macs").getAsLong()).isEqualTo(macs);
    double utilisation = macs / (layer.get("cycles").getAsLong() * 32.0 * 16.0);
    assertThat(layer.get("utilisation").getAsDouble()).isCloseTo(utilisation, within(1e-12));
    assertThat(utilisation).isBetween(0.05, 1.0);
  }

  private void checkTable() {
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(12);
    assertThat(lines.get(0)).startsWith("layer     operand  bits  tokens");
    assertThat(lines.subList(1, 10)).allSatisfy(l -> assertThat(l).hasSize(lines.get(0).length()));
    assertThat(lines.get(10)).startsWith("0 mismatches in 225280 outputs");
    assertThat(lines.get(11)).isEqualTo("report: " + folder.resolve("report/demo.html"));
  }

  private void checkFiles(AcceleratorConfig config) throws Exception {
    assertThat(folder.resolve("rtl/Accelerator.v")).content().contains(config.hash());
    for (int bits : new int[] {4, 5, 6}) {
      AcceleratorConfig other = config.withBits(bits, bits);
      Path programs = folder.resolve("demo");
      assertThat(Program.load(programs.resolve("small-" + bits + "bit-qkv.sfp"), other).layers())
          .hasSize(1);
      Program mlp = Program.load(programs.resolve("small-" + bits + "bit-mlp.sfp"), other);
      // The codes between the two layers stay in device memory.
      assertThat(mlp.layers()).hasSize(2);
      assertThat(mlp.layers().get(1).input()).isEqualTo(mlp.layers().get(0).output());
    }
    assertThat(folder.resolve("report/demo.html"))
        .content()
        .contains("every bit is right", "data:image/png;base64,", "data:image/jpeg;base64,")
        .doesNotContain("http://", "https://");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private void checkPicture() throws Exception {
    BufferedImage picture = ImageIO.read(folder.resolve("report/demo.png").toFile());
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colours.add(picture.getRGB(x, y) & 0xffffff);
      }
    }
    for (int i = 0; i < 3; i++) {
      assertThat(colours).contains(Plots.COLOURS[i].getRGB() & 0xffffff);
    }
  }

  @Test
  void oneWrongBitOfTheExpectationIsFound() throws Exception {
    int status = run("--bits", "4", "--tokens", "16", "--inject-golden-bit");
    assertThat(status).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("layer layers.3/blocks.1/attn/qkv (number 0): 1 of 15360 elements differ")
        .contains("first: token 8 in token tile 0, channel 480 (slot 480) in output tile 30")
        .contains("left the accelerator in cycle ", "waveform of cycles ");
    try (Stream<Path> waves = Files.list(folder.resolve("waves"))) {
      assertThat(waves.map(file -> file.toString().replaceFirst(".*\\.", "")))
          .containsExactlyInAnyOrder("fst", "svg");
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 mismatches in 40960 outputs");
    assertThat(report().get("mismatches").getAsLong()).isEqualTo(1);
    assertThat(folder.resolve("report/demo.html")).content().contains("1 outputs differ");
  }
}
