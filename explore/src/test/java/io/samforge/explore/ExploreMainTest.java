package io.samforge.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command: both ways to compute agree, and mistakes are one line. */
class ExploreMainTest {
  private static final String[] SMALL = {
    "--formats",
    "W4A4",
    "--k",
    "32",
    "--m",
    "64,96",
    "--packed",
    "0",
    "--t",
    "256",
    "--post",
    "16",
    "--buffer",
    "8192",
    "--bus",
    "512",
    "--memory",
    "ideal",
    "--device",
    "u250"
  };

  private record Ran(int status, String out, String err) {}

  @Test
  void sparkGivesTheSameResultsAsThisProcess(@TempDir Path folder) throws IOException {
    Ran here = run(with(SMALL, "--out", folder.resolve("here").toString()));
    assertThat(here.status()).as(here.err()).isZero();
    Ran spark =
        run(with(SMALL, "--master", "local[2]", "--out", folder.resolve("spark").toString()));
    assertThat(spark.status()).as(spark.err()).isZero();
    Path json = Path.of("report", "explore.json");
    String found = Files.readString(folder.resolve("here").resolve(json));
    assertThat(Files.readString(folder.resolve("spark").resolve(json))).isEqualTo(found);
    assertThat(found).contains("w4a4-32x64").contains("w4a4-32x96");
    assertThat(found).contains("\"imagesPerJoule\"", "\"energyFront\": true");
    assertThat(folder.resolve("spark/report/explore.png")).isNotEmptyFile();
    assertThat(here.out()).contains("images/s", "W4A4, most for their modelled energy:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--device|zcu104|device zcu104 is unknown; allowed: zcu102, kv260, u250",
        "--network|SAM-X|network SAM-X is unknown; allowed: SAM-B, SAM-L, SAM-H",
        "--formats|W3A3|number format W3A3 is unknown; allowed: FP32, INT8, W6A6, W5A5, W4A4",
        "--k|4;8|--k 4;8: allowed are whole numbers with commas between them",
        "--k|5|explore: no hardware exists for any combination of these values",
        "--memory|sram|--memory sram: allowed: dram, ideal",
        "--share|101|--share 101: allowed is a number from 1 to 100",
        "--master|nowhere|--master nowhere: Spark cannot use it"
      })
  void aMistakeIsOneLine(String option, String value, String message, @TempDir Path folder) {
    Ran ran = run(option, value, "--out", folder.toString());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err().lines().filter(line -> line.startsWith(message))).hasSize(1);
    assertThat(folder.resolve("report")).doesNotExist();
  }

  private static Ran run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        ExploreMain.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments);
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static String[] with(String[] first, String... more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }
}
