package io.samforge.rtl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command as a process of its own, as users do, with input that is wrong. */
class RtlGenErrorsTest {
  private static final String TINY = "../configs/tiny.json";

  @TempDir private Path folder;

  @Test
  void wrongOptions() throws Exception {
    refused("rtl-gen: Unrecognized option: --nothing; see rtl-gen --help", "--nothing");
    refused("rtl-gen: Missing argument for option: out; see rtl-gen --help", "--out");
    refused("rtl-gen: unknown argument more; see rtl-gen --help", "more");
    refused("rtl-gen: --set needs --unit; see rtl-gen --help", "--set", "bits=4");
    refused(
        "rtl-gen: --unit and --config exclude each other; see rtl-gen --help",
        "--unit",
        "HluqDecodeUnit",
        "--config",
        TINY);
  }

  @Test
  void wrongConfigurations() throws Exception {
    String missing = folder.resolve("none.json").toString();
    refused(missing + ": there is no such configuration file", "--config", missing);
    String good = Files.readString(Path.of(TINY));
    String misspelt = config("misspelt.json", good.replace("\"groups\"", "\"group\""));
    refused(misspelt + ": field \"group\" is unknown; allowed: name, ", "--config", misspelt);
    String large = config("large.json", good.replace("\"groups\": 4", "\"groups\": 17"));
    refused(large + ": field \"groups\": 17 is not allowed; allowed: 2 to 16", "--config", large);
  }

  @Test
  void foldersThatCannotBeWritten() throws Exception {
    String file = config("file", "");
    for (String place : List.of(file, file + "/deeper")) {
      refused(
          place + ": the output folder cannot be written: a file is in the way",
          "--config",
          TINY,
          "--out",
          place);
    }
    refused(
        "/proc/rtl: the output folder cannot be written: no folder can be made there",
        "--config",
        TINY,
        "--out",
        "/proc/rtl");
  }

  @Test
  void wrongUnits() throws Exception {
    refused("unit Decoder is unknown; allowed: HluqDecodeUnit, ", "--unit", "Decoder");
    unit("unit HluqDecodeUnit: parameter bits is 9; allowed: 2 to 8", "bits=9");
    unit("unit HluqDecodeUnit: parameter depth is unknown; allowed: bits, nLog", "depth=1");
    unit("unit HluqDecodeUnit: parameter nLog is 9; allowed with bits 4: 0 to 8", "nLog=9");
    unit("rtl-gen: --set bits; allowed: PARAMETER=NUMBER; see rtl-gen --help", "bits");
    unit("rtl-gen: --set bits=x; allowed: PARAMETER=NUMBER; see rtl-gen --help", "bits=x");
    refused(
        "rtl-gen: --set bits=5: the parameter is given twice; see rtl-gen --help",
        "--unit",
        "HluqDecodeUnit",
        "--set",
        "bits=4",
        "bits=5");
  }

  private void unit(String message, String setting) throws Exception {
    refused(message, "--unit", "HluqDecodeUnit", "--set", setting, "--out", folder + "/out");
  }

  private String config(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void refused(String message, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path")));
    command.add(RtlGenMain.class.getName());
    command.addAll(List.of(arguments));
    File out = folder.resolve("stdout").toFile();
    File err = folder.resolve("stderr").toFile();
    Process process = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
    assertThat(process.waitFor()).as(String.join(" ", arguments)).isEqualTo(2);
    assertThat(Files.readString(err.toPath(), StandardCharsets.UTF_8))
        .hasLineCount(1)
        .startsWith(message);
    assertThat(out).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".rtl-gen") || name.equals("Accelerator.v"));
    }
  }
}
