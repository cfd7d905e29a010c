package io.samforge.arch.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.RightQuantization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
  private static final QuantizedWeights WEIGHTS =
      new QuantizedWeights(
          4, new byte[][] {{0, 15, 7}, {8, 1, 2}}, new double[] {0.1, 1.0 / 3}, new int[] {7, 8});
  private static final SnappedOperand GROUPED =
      SnappedOperand.snap(
          new CagOperand(
              List.of(new UniformParameters(4, 0.3, 2), new UniformParameters(4, 0.7, 5)),
              new int[] {0, 1, 0},
              new int[] {-40, 5, 900}));
  private static final SnappedOperand HYBRID =
      SnappedOperand.snap(new HluqOperand(new HluqParameters(4, 4, -0.17, 0.48, 0.1)));
  private static final QuantizationPlan PLAN =
      new QuantizationPlan(
          Map.of(
              "fc1", new LinearQuantization(GROUPED, WEIGHTS, new double[] {0.1, -1e-7}),
              "fc2", new LinearQuantization(HYBRID, WEIGHTS, new double[] {0, 2})),
          Map.of(
              "qk",
              new ProductQuantization(
                  List.of(GROUPED),
                  List.of(new RightQuantization(4, new double[] {0.2}, new int[] {3})))));

  @TempDir private Path folder;

  @Test
  void everyBitComesBack() {
    PlanFile file = new PlanFile(folder.resolve("a.plan"));
    file.save("key 1", PLAN);
    QuantizationPlan found = file.load("key 1").orElseThrow();
    assertThat(PlanFile.digest(found)).isEqualTo(PlanFile.digest(PLAN));
    assertThat(found.linears().get("fc1").weights().codes()).isDeepEqualTo(WEIGHTS.codes());
    assertThat(found.linears().get("fc1").operand().operand().quantizer(2))
        .isEqualTo(GROUPED.operand().quantizer(2));
    assertThat(found.linears().get("fc2").operand().operand()).isEqualTo(HYBRID.operand());
  }

  @Test
  void anotherKeyOrAnyOtherByteCountsAsMissing() throws IOException {
    Path path = folder.resolve("a.plan");
    PlanFile file = new PlanFile(path);
    assertThat(file.load("key 1")).isEmpty();
    file.save("key 1", PLAN);
    assertThat(file.load("key 2")).isEmpty();
    byte[] bytes = Files.readAllBytes(path);
    for (int at = 0; at < bytes.length - 1; at += 7) {
      byte[] altered = bytes.clone();
      altered[at] ^= 1;
      Files.write(path, altered);
      assertThat(file.load("key 1")).as("byte " + at).isEmpty();
    }
    Files.write(path, Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(file.load("key 1")).isEmpty();
  }
}
