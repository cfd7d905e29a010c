package io.samforge.eval.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.plan.RangeRecorder;
import io.samforge.host.cli.SamhostMain;
import io.samforge.host.mask.EncoderInput;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.stream.ColourWatch;
import io.samforge.host.stream.ImageStream;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code samhost run} on the simulated board: results, resuming, and what stops it. */
class SamhostRunTest {
  private static final int PICTURES = 4;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;
  private Path images;
  private Path results;

  @BeforeEach
  void prepare() throws IOException {
    new StreamSam(5).model().save(folder.resolve("model.sfp"));
    images = Files.createDirectories(folder.resolve("images"));
    results = folder.resolve("out");
    Random random = new Random(5);
    for (int i = 0; i < PICTURES; i++) {
      Pictures.write(images.resolve("p" + i + ".png"), random);
    }
  }

  private int run(String... more) {
    List<String> arguments =
        List.of(
            "run",
            "--board",
            "sim:../configs/tiny.json",
            "--package",
            folder.resolve("model.sfp").toString(),
            "--images",
            images.toString(),
            "--out",
            results.toString());
    out.reset();
    err.reset();
    return new SamhostMain(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private List<JsonObject> lines() throws IOException {
    return Files.readAllLines(results.resolve("results.jsonl")).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  @Test
  void everyPictureGetsAMaskAndALine() throws IOException {
    assertThat(run()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("4 pictures in ", "4 of them new");
    assertThat(lines()).hasSize(PICTURES);
    for (JsonObject line : lines()) {
      assertThat(results.resolve(line.get("mask").getAsString())).isRegularFile();
      assertThat(line.get("prompt").getAsString()).isEqualTo("point 80,60");
      assertThat(line.get("cycles").getAsLong()).isPositive();
    }
    assertThat(lines().stream().map(line -> line.get("area").getAsLong()).distinct().count())
        .isGreaterThan(1);
    // Each has the cycles of its own programs.
    LongSummaryStatistics cycles =
        lines().stream().mapToLong(line -> line.get("cycles").getAsLong()).summaryStatistics();
    assertThat(cycles.getMax()).isLessThan(2 * cycles.getMin());
    try (Stream<Path> files = Files.list(results)) {
      assertThat(files).hasSize(PICTURES + 1);
    }
  }

  @Test
  void aRunGoesOnWhereItStopped() throws IOException {
    assertThat(run()).isZero();
    byte[] mask = Files.readAllBytes(results.resolve("p1.png.mask.png"));
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("give --resume to go on");
    assertThat(run("--resume")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("0 of them new");
    Files.write(results.resolve("p1.png.mask.png"), new byte[] {1, 2});
    Path lines = results.resolve("results.jsonl");
    String text = Files.readString(lines);
    Files.writeString(lines, text.substring(0, text.length() - 20));
    assertThat(run("--resume")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("2 of them new");
    assertThat(Files.readAllBytes(results.resolve("p1.png.mask.png"))).isEqualTo(mask);
    assertThat(lines()).hasSize(PICTURES);
    // Another prompt asks for another mask.
    Path points = folder.resolve("points.json");
    Files.writeString(points, "{\"p2.png\": {\"points\": [[10, 20]]}}");
    assertThat(run("--resume", "--points", points.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 of them new");
    // So does another package.
    new StreamSam(6).model().save(folder.resolve("model.sfp"));
    assertThat(run("--resume", "--points", points.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("4 of them new");
  }

  @Test
  void aFullDiskStopsTheRunAndNothingIsTakenForFinished() throws IOException {
    Files.createDirectories(results);
    Path lines = results.resolve("results.jsonl");
    Files.createSymbolicLink(lines, Path.of("/dev/full"));
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the results cannot be written: No space left on device")
        .hasLineCount(1);
    Files.delete(lines);
    assertThat(run("--resume")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("4 of them new");
    assertThat(lines()).hasSize(PICTURES);
  }

  @Test
  void aPictureThatCannotBeReadIsToldAndTheOthersAreDone() throws IOException {
    Files.write(images.resolve("p2.png"), new byte[] {1, 2, 3}, StandardOpenOption.WRITE);
    Files.write(images.resolve("bad.jpg"), new byte[100]);
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("bad.jpg is neither JPEG nor PNG");
    assertThat(lines()).hasSize(PICTURES + 1);
    assertThat(lines().stream().filter(line -> line.has("error"))).hasSizeBetween(1, 2);
  }

  @Test
  void aPromptOutsideOfThePictureIsTold() throws IOException {
    Path points = folder.resolve("points.json");
    Files.writeString(points, "{\"*\": {\"points\": [[5000, 20]]}}");
    assertThat(run("--points", points.toString())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("lies outside the picture");
    Files.writeString(points, "{\"*\": {\"point\": [[5, 20]]}}");
    assertThat(run("--resume", "--points", points.toString())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("allowed are points and box");
  }

  /**
   * The package knows the shares of four pictures; noise is unlike all of them. What came before a
   * picture in its buffer has no part in its shares.
   */
  @Test
  void aPictureUnlikeTheCalibrationIsFlagged() throws IOException {
    ModelPackage model = new StreamSam(5).model();
    List<FloatTensor> inputs = new ArrayList<>();
    for (Path file : ImageStream.pictures(images)) {
      List<Long> shape = model.function("encoder").graph().inputs().get(0).shape();
      inputs.add(new FloatTensor(shape, EncoderInput.of(EncoderInput.read(file))));
    }
    RangeRecorder.record(model, inputs, ProgressListener.SILENT).save(folder.resolve("model.sfp"));
    BufferedImage noise = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 160 * 120; i++) {
      noise.setRGB(i % 160, i / 160, random.nextInt(1 << 24));
    }
    for (int i = 0; i < 5; i++) {
      ImageIO.write(noise, "png", images.resolve("noise" + i + ".png").toFile());
    }
    assertThat(run("--buffers", "1")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("5 unusual");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("noise0.png: unlike the calibration pictures in ")
        .doesNotContain("negative");
    for (JsonObject line : lines()) {
      boolean expected = line.get("image").getAsString().startsWith("noise");
      assertThat(line.get("unusual").getAsBoolean()).isEqualTo(expected);
      assertThat(line.get("drift").getAsJsonArray().isEmpty()).isEqualTo(!expected);
      assertThat(line.has("colours")).isFalse();
    }
  }

  /** The package knows the colours of four pictures, and no shares of codes. */
  @Test
  void aNegativeIsFlagged() throws IOException {
    ColourWatch.Recorder colours = new ColourWatch.Recorder();
    ImageStream.pictures(images).forEach(file -> colours.add(EncoderInput.read(file)));
    colours.addTo(new StreamSam(5).model()).save(folder.resolve("model.sfp"));
    BufferedImage negative = EncoderInput.read(images.resolve("p1.png"));
    for (int i = 0; i < negative.getWidth() * negative.getHeight(); i++) {
      int x = i % negative.getWidth();
      int y = i / negative.getWidth();
      negative.setRGB(x, y, negative.getRGB(x, y) ^ 0xffffff);
    }
    ImageIO.write(negative, "png", images.resolve("negative.png").toFile());
    assertThat(run()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 unusual");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            "negative.png: unlike the calibration pictures in 0 layers, with colours of a negative;"
                + " its mask may be wrong");
    for (JsonObject line : lines()) {
      boolean expected = line.get("image").getAsString().equals("negative.png");
      assertThat(line.get("unusual").getAsBoolean()).isEqualTo(expected);
      assertThat(line.get("colours").getAsDouble() < 0).isEqualTo(expected);
      assertThat(line.has("drift")).isFalse();
    }
  }
}
