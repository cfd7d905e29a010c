package io.samforge.rtl.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import io.samforge.rtl.unit.StandaloneUnits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares a small set of emitted Verilog with what was reviewed: a change in the generator, in the
 * HDL or in SpinalHDL shows as a difference of text. {@code make golden} writes the set anew.
 */
class VerilogGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final boolean UPDATE = Boolean.getBoolean("samforge.updateGolden");

  @TempDir private Path folder;

  @Test
  void emittedVerilogIsWhatWasReviewed() throws IOException {
    Map<String, String> emitted = emitted();
    if (UPDATE) {
      emitted.forEach((name, text) -> new GoldenFile(FOLDER.resolve(name)).write(text));
    }
    emitted.forEach(
        (name, text) ->
            assertThat(new GoldenFile(FOLDER.resolve(name)).difference(text)).isEmpty());
    try (Stream<Path> kept = Files.list(FOLDER)) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(emitted.keySet());
    }
  }

  @Test
  void theFirstDifferentLineIsNamed() throws IOException {
    GoldenFile golden = new GoldenFile(folder.resolve("Unit.v"));
    assertThat(golden.difference("a\n"))
        .contains("Unit.v is missing; if that is wanted, run: make golden");
    Files.writeString(golden.path(), "a\nb\nc\n");
    assertThat(golden.difference("a\nb\nc\n")).isEmpty();
    assertThat(golden.difference("a\nB\nC\n"))
        .contains(
            "Unit.v differs in line 2: kept [b], emitted [B]; if that is wanted, run: make golden");
    assertThat(golden.difference("a\nb\nc"))
        .contains(
            "Unit.v differs in line 4: kept [], emitted [end of file];"
                + " if that is wanted, run: make golden");
    golden.write("a\nb\nc");
    assertThat(golden.difference("a\nb\nc")).isEmpty();
  }

  private static Map<String, String> emitted() {
    Path root = Path.of(System.getProperty("samforge.root", ".."));
    AcceleratorConfig tiny = AcceleratorConfig.load(root.resolve("configs/tiny.json"));
    String accelerator = RtlGenerator.accelerator(tiny);
    Map<String, String> all = new TreeMap<>();
    all.put("HluqDecodeUnit-4.v", unit("HluqDecodeUnit", Map.of("bits", 4)));
    all.put("HluqDecodeUnit-4-nlog-4.v", unit("HluqDecodeUnit", Map.of("bits", 4, "nLog", 4)));
    all.put("CagGroupRegisterFile-4.v", unit("CagGroupRegisterFile", Map.of("groups", 4)));
    for (String name :
        new String[] {"DotProductLane", "BurstSplitter", "BeatFifo", "ReadArbiter"}) {
      all.put(name + "-tiny.v", module(accelerator, name));
    }
    // The port list is the contract of docs/architecture.md, section 10.
    String top = module(accelerator, "Accelerator");
    all.put("Accelerator-tiny-ports.v", top.substring(0, top.indexOf(");") + 3));
    return all;
  }

  private static String unit(String name, Map<String, Integer> parameters) {
    return RtlGenerator.unit(StandaloneUnits.named(name), parameters);
  }

  /** Returns one module of the whole design. */
  private static String module(String verilog, String name) {
    return verilog
        .lines()
        .dropWhile(line -> !line.equals("module " + name + " ("))
        .takeWhile(line -> !line.equals("endmodule"))
        .collect(
            Collectors.joining(
                "\n",
                "// Part of the accelerator of configuration tiny. Do not edit.\n\n",
                "\nendmodule\n"));
  }
}
