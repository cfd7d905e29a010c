package io.samforge.calib.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.calib.synth.SyntheticSam;
import io.samforge.host.stream.ColourWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles an encoder of the size of SAM ViT-B with two pictures in a process of its own, with the
 * heap that {@code make calib FAST=1} has, and watches its memory. The weights are random, so only
 * sizes and shapes are like those of the real one.
 */
class VitBCalibrationTest {
  private static final Path CONFIG = Path.of("../configs/large.json");
  private static final long MOST_KIBIBYTES = 6L << 20;
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

  @TempDir private Path folder;

  @Test
  void compilesWithinSixGibibytes() throws IOException, InterruptedException {
    SyntheticSam.of(SyntheticSam.Preset.VIT_B, 1).write(folder);
    Path out = folder.resolve("vitb.sfp");
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command(out))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long peak = 0;
    while (!process.waitFor(1, TimeUnit.SECONDS)) {
      peak = Math.max(peak, peak(process.pid()));
    }
    String text = Files.readString(log, StandardCharsets.UTF_8);
    System.out.println(text);
    System.out.printf("peak memory: %.2f GiB%n", peak / 1048576.0);
    assertThat(process.exitValue()).as(text).isZero();
    assertThat(peak).isBetween(1L << 20, MOST_KIBIBYTES);
    JsonObject report =
        JsonParser.parseString(Files.readString(folder.resolve("report/calibration.json")))
            .getAsJsonObject();
    long macs = 0;
    for (JsonElement step : report.getAsJsonArray("steps")) {
      macs += step.getAsJsonObject().get("macs").getAsLong();
    }
    // 12 x (qkv, proj, lin1, lin2), two convolutions of the neck, 12 x (Q K, P V).
    assertThat(report.getAsJsonArray("steps")).hasSize(12 * 6 + 2);
    assertThat(macs).isBetween(480_000_000_000L, 490_000_000_000L);
    assertThat(text.lines().filter(line -> line.startsWith("encoder "))).hasSize(12 * 6 + 2);
    ModelPackage loaded = ModelPackage.load(out, AcceleratorConfig.load(CONFIG));
    assertThat(loaded.function("encoder").units()).hasSize(12 * 5 + 2);
    // What a host compares a picture's colours with.
    assertThat(loaded.calibration().getAsJsonArray(ColourWatch.FIELD)).hasSize(128);
  }

  private List<String> command(Path out) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                CalibMain.class.getName()));
    command.addAll(List.of("--config", CONFIG.toString(), "--model", folder.toString()));
    command.addAll(
        List.of("--fast", "--rounding", "nearest", "--count", "2", "--range-pictures", "0"));
    command.addAll(List.of("--scope", "encoder", "--out", out.toString()));
    command.addAll(List.of("--work", folder.resolve("work").toString()));
    command.addAll(List.of("--report", folder.resolve("report").toString()));
    return command;
  }

  private static long peak(long pid) {
    try {
      Matcher matcher = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    } catch (IOException e) {
      // The process has ended.
      return 0;
    }
  }
}
