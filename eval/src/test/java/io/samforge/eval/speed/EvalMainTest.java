package io.samforge.eval.speed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.samforge.eval.network.Network;
import io.samforge.eval.network.NetworkLayer;
import io.samforge.eval.network.OperandUse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command's errors, and its table and JSON on a small network under the name of SAM-L. */
class EvalMainTest {
  @TempDir private Path folder;

  @Test
  void mistakesAreOneLineAndStatusTwo() {
    assertError("eval: Unrecognized option: --conf; see eval --help", "--conf", "x");
    assertError("eval: unknown argument x; see eval --help", "x");
    assertError("none/paper.json: there is no such configuration file", "--configs", "none");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void tableAndJsonHoldTheSameNumbers() {
    Path root = Path.of(System.getProperty("samforge.root", ".."));
    Network small =
        new Network(
            "SAM-L",
            List.of(new NetworkLayer("one", 2, 64, 64, 64, OperandUse.PROBABILITIES, false)));
    LaneComparison comparison =
        LaneComparison.of(PaperEngines.load(root.resolve("configs")), List.of(small), name -> {});
    JsonObject json = LaneJson.of(comparison, List.of());
    assertThat(comparison.results()).hasSize(6 * 2);
    assertThat(json.get("rows").getAsJsonArray()).hasSize(12);
    assertThat(json.get("speedup").getAsDouble())
        .isEqualTo(json.get("baselineCycles").getAsDouble() / json.get("cycles").getAsDouble());
    List<String> lines = LaneTable.speeds(comparison);
    assertThat(lines).hasSize(13);
    assertThat(lines.get(1)).matches("SAM-L +FP32 +ideal .* 1\\.000");
    assertThat(LaneTable.budgets(comparison)).hasSize(13);
    // Two levels an octave take every channel twice.
    CycleBudget twice = comparison.result("SAM-L", "W4A4 tau 2", LaneComparison.DRAM).budget();
    assertThat(twice.copies()).isEqualTo(twice.useful());
  }

  private void assertError(String message, String... arguments) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(text, true, StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of("--out", folder.toString()));
    all.addAll(List.of(arguments));
    assertThat(EvalMain.run(stream, stream, all.toArray(String[]::new))).isEqualTo(2);
    assertThat(text.toString(StandardCharsets.UTF_8).lines()).containsExactly(message);
    assertThat(Files.exists(folder.resolve("report"))).isFalse();
  }
}
