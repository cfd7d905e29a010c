package io.samforge.eval.full;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.calib.compile.SmallModel;
import io.samforge.host.run.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All units of a small model in worker processes. */
class FullSimulationTest {
  private static final int UNITS = 4;

  @TempDir private Path folder;

  private final long seed = Long.getLong("samforge.seed", 82);
  private ModelPackage model;
  private Map<String, FloatTensor> inputs;

  private FullSimulation simulation(int injectUnit) {
    Random random = new Random(seed);
    Path file = folder.resolve("small.sfp");
    model = SmallModel.compiled(random, DeviceEngineTest.SMALL).model();
    model.save(file);
    inputs = DeviceEngineTest.inputs(random, model.function("encoder"));
    return new FullSimulation(file, model, "encoder", folder.resolve("work"), "key", 2, injectUnit);
  }

  private FullResult run(int injectUnit) {
    FullSimulation simulation = simulation(injectUnit);
    return simulation.run(() -> inputs, FullProgress.silent());
  }

  @Test
  void everyUnitIsRightAndIsNotSimulatedTwice() throws IOException {
    System.out.println("samforge.seed=" + seed);
    FullResult result = run(-1);
    assertThat(result.missing()).isEmpty();
    assertThat(result.right()).isTrue();
    assertThat(result.results()).hasSize(UNITS);
    // conv 42 x 12, q k 6 x 9 x 9, p v 6 x 9 x 6, fc1 42 x 20 in 32 slots, fc2 42 x 10
    assertThat(result.results().stream().map(UnitResult::elements))
        .containsExactly(504L, 486L, 324L, 42L * 32 + 420);
    assertThat(result.macs())
        .isEqualTo(42 * 27 * 12 + 6 * 9 * 6 * 9 + 6 * 9 * 9 * 6 + 42 * 12 * 20 + 42 * 20 * 10);
    assertThat(result.utilisation()).isBetween(0.001, 1.0);
    JsonObject report = JsonParser.parseString(FullReport.json(result, "p")).getAsJsonObject();
    assertThat(report.get("mismatches").getAsLong()).isZero();
    assertThat(report.getAsJsonArray("results")).hasSize(UNITS);
    assertThat(FullReport.lines(result)).hasSize(UNITS + 2);
    assertThat(FullReport.lines(result).get(UNITS + 1)).startsWith("4 of 4 units, 0 mismatches in");
    // With the package gone no process could start: everything comes from the work folder.
    FullSimulation again = simulation(-1);
    Files.delete(again.packageFile());
    FullResult same = again.run(() -> Map.of(), FullProgress.silent());
    assertThat(same.results()).isEqualTo(result.results());
    FullSimulation otherKey =
        new FullSimulation(again.packageFile(), model, "encoder", again.folder(), "other", 1, -1);
    FullResult other = otherKey.run(() -> inputs, FullProgress.silent());
    assertThat(other.right()).isFalse();
    assertThat(other.missing().keySet())
        .containsExactlyInAnyOrder("conv", "attn/qk", "attn/pv", "mlp/fc1");
  }

  @Test
  void oneWrongBitOfTheExpectationIsFoundInItsUnit() {
    FullResult result = run(2);
    assertThat(result.right()).isFalse();
    assertThat(result.mismatches()).isEqualTo(1);
    UnitResult wrong = result.results().get(2);
    assertThat(wrong.mismatches()).isEqualTo(1);
    assertThat(wrong.firstMismatch())
        .startsWith("layer attn/pv[0] (number 0): 1 of 54 elements differ")
        .contains("first: token 4 in token tile 0, channel 3 (slot 3) in output tile 0");
    TensorFolder tensors = new WorkFolder(folder.resolve("work"), "key").tensors();
    assertThat(
            new UnitLocator(model, "encoder", tensors, folder.resolve("waves")).locate(wrong, true))
        .contains("left the accelerator in cycle ", "waveform of cycles ");
    // A wrong unit is simulated again.
    assertThat(run(-1).right()).isTrue();
  }

  @Test
  void aUnitThatCannotBeSimulatedIsMissed() throws IOException {
    run(-1);
    Files.delete(folder.resolve("work/results/003.json"));
    Files.delete(folder.resolve("work/tensors/003.in.bin"));
    FullResult result = run(-1);
    assertThat(result.right()).isFalse();
    assertThat(result.results()).hasSize(UNITS - 1);
    assertThat(result.missing()).containsOnlyKeys("mlp/fc1");
    assertThat(result.missing().get("mlp/fc1"))
        .contains("003.in.bin: the tensor cannot be read; remove the work folder");
  }
}
