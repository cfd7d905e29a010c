package io.samforge.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintMainTest {
  private static final String TINY = "../configs/tiny.json";

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void printsVerdictsAndCountsOfWaivers() {
    assertThat(run("--config", TINY, "--work", folder.toString())).isZero();
    assertThat(text(out))
        .contains("configuration tiny, hash ")
        .containsPattern("Verilator \\d.*: clean, \\d+ warnings waived\n")
        .containsPattern("  waived    1  SYMRSVDWORD \"Symbol .*\n +The contract fixes")
        .containsPattern("Yosys \\d.*: clean\n");
    assertThat(text(err)).isEmpty();
    assertThat(folder.resolve("tiny/Accelerator.v")).isNotEmptyFile();
  }

  @Test
  void wrongInputIsOneLine() {
    refused("lint-verilog: Unrecognized option: --nothing; see lint-verilog --help", "--nothing");
    refused("lint-verilog: unknown argument more; see lint-verilog --help", "more");
    refused("none.json: there is no such configuration file", "--config", "none.json");
    refused(
        "lint in ../configs/tiny.json/tiny: ", "--config", TINY, "--work", "../configs/tiny.json");
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("--config", "--work", "--help");
  }

  private void refused(String message, String... arguments) {
    err.reset();
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(text(err)).hasLineCount(1).startsWith(message);
  }

  private int run(String... arguments) {
    return LintMain.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        arguments);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
