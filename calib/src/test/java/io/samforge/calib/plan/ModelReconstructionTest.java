package io.samforge.calib.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.pack.PlanFile;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.Seeds;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.capture.CaptureInput;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.recon.ReconstructionOptions;
import io.samforge.calib.run.FloatEngine;
import io.samforge.calib.run.QuantizedEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelReconstructionTest {
  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(Path.of("../configs/small.json"));
  private static final ReconstructionOptions OPTIONS =
      ReconstructionOptions.STANDARD.withIterations(60);

  @TempDir private Path folder;
  private final Random random = Seeds.random("ModelReconstructionTest", 62);

  @Test
  void unitsAreAttentionsMlpsAndBlocks() {
    assertThat(ReconstructionUnit.nameOf("layers.1/blocks.0/attn/qkv"))
        .isEqualTo("layers.1/blocks.0/attn");
    assertThat(ReconstructionUnit.nameOf("layers.1/blocks.0/mlp/fc2"))
        .isEqualTo("layers.1/blocks.0/mlp");
    assertThat(ReconstructionUnit.nameOf("layers.0/blocks.1/conv3/c"))
        .isEqualTo("layers.0/blocks.1");
    assertThat(ReconstructionUnit.nameOf("layers.2/downsample/conv1/c"))
        .isEqualTo("layers.2/downsample");
    assertThat(ReconstructionUnit.nameOf("patch_embed/seq/seq.2/c")).isEqualTo("patch_embed");
    assertThat(ReconstructionUnit.nameOf("neck/neck.2")).isEqualTo("neck");
    assertThat(ReconstructionUnit.nameOf("alone")).isEqualTo("alone");
  }

  @Test
  void unitsFollowEachOtherAndLowerTheError() {
    StagedModel model = TinyModels.tinyVit(folder);
    List<CaptureInput> pictures = TinyModels.pictures(model, random, 3);
    CalibrationSamples samples = TinyModels.capture(model, pictures, folder);
    QuantizationPlan start =
        new ModelQuantizer(CONFIG, Recipe.FAST, folder.resolve("plans"), ProgressListener.SILENT)
            .quantise(model, samples, samples::product)
            .plan();
    ModelReconstruction reconstruction =
        new ModelReconstruction(model, OPTIONS, folder.resolve("units"), ProgressListener.SILENT);
    ModelReconstruction.Result result = reconstruction.run(start, pictures);
    result.outcomes().forEach(o -> System.out.println(o.unit() + ": " + o.text()));
    assertThat(result.outcomes()).hasSizeGreaterThan(3);
    assertThat(result.plan().linears().keySet()).isEqualTo(start.linears().keySet());
    double before = error(model, start, pictures);
    double after = error(model, result.plan(), pictures);
    System.out.printf("error of the model: %.4f -> %.4f%n", before, after);
    assertThat(after).isLessThan(0.8 * before);

    ModelReconstruction.Result again = reconstruction.run(start, pictures);
    assertThat(again.outcomes())
        .filteredOn(o -> !o.text().startsWith("left alone"))
        .isNotEmpty()
        .allMatch(o -> o.text().equals("kept from an earlier run"));
    assertThat(PlanFile.digest(again.plan())).isEqualTo(PlanFile.digest(result.plan()));
  }

  private static double error(
      StagedModel model, QuantizationPlan plan, List<CaptureInput> pictures) {
    double signal = 0;
    double noise = 0;
    for (CaptureInput picture : pictures) {
      FloatTensor exact = run(model, new FloatEngine(model.weights()), picture);
      FloatTensor found = run(model, new QuantizedEngine(model.weights(), plan), picture);
      for (int i = 0; i < exact.data().length; i++) {
        double x = exact.data()[i];
        signal += x * x;
        noise += (x - found.data()[i]) * (x - found.data()[i]);
      }
    }
    return noise / signal;
  }

  private static FloatTensor run(StagedModel model, StepEngine engine, CaptureInput picture) {
    try (engine;
        GraphExecutor executor =
            new GraphExecutor(model.graph(), model.hostParts(), engine, StepListener.NONE)) {
      return executor.run(picture.tensors()).values().iterator().next();
    }
  }
}
