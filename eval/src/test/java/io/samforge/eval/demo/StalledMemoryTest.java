package io.samforge.eval.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.BlockCapture;
import io.samforge.calib.CalibrationOptions;
import io.samforge.calib.FirstCalibration;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.model.Photograph;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.quant.GridSearches;
import io.samforge.calib.quant.RememberedSearches;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.verilator.BuildCache;
import io.samforge.sim.verilator.ModelLibrary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layers of the real model behind a memory that answers late and holds channels up. */
class StalledMemoryTest {
  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(Path.of("..", "configs", "small.json"));
  // Two token tiles, the second one short.
  private static final int TOKENS = 264;
  private static final int LATENCY = 37;
  private static final List<MemoryModel.Stalls> STALLS =
      List.of(MemoryModel.Stalls.all(0.3), new MemoryModel.Stalls(0.1, 0.6, 0.2, 0.7, 0.5));

  private final long seed = Long.getLong("samforge.seed", 20_260_101L);

  private static Variant variant() {
    BlockCapture capture =
        BlockCapture.of(
            OnnxGraph.read(ModelStore.standard().locate(ModelFile.ENCODER)),
            Photograph.read(Photograph.DEFAULT),
            "layers.3/blocks.1");
    GridSearches searches =
        new RememberedSearches(
            BuildCache.standard().root().resolve("searches"), GridSearches.COMPUTED);
    CalibrationOptions options = CalibrationOptions.STANDARD.withTokenLimit(TOKENS);
    return Variant.compile(
        new FirstCalibration(CONFIG, options, ProgressListener.SILENT, searches)
            .calibrate(capture, "photograph"));
  }

  @Test
  void theRealLayersAreBitExactWhateverTheMemoryDoes() {
    System.out.println("samforge.seed=" + seed);
    Variant variant = variant();
    ModelLibrary library = AcceleratorModels.fast(CONFIG);
    for (int i = 0; i < variant.programs().size(); i++) {
      ChainRun run =
          ChainRun.of(variant.block().chains().get(i), variant.programs().get(i), library);
      List<LayerResult> ideal = run.run(cycles -> {});
      MemoryModel late = MemoryModel.ideal().withLatency(LATENCY);
      checkSlower(ideal, run.withMemory(late.withStalls(STALLS.get(i), seed + i)));
    }
  }

  private static void checkSlower(List<LayerResult> ideal, ChainRun stalled) {
    List<LayerResult> results = stalled.run(cycles -> {});
    assertThat(results).hasSameSizeAs(ideal);
    for (int i = 0; i < results.size(); i++) {
      LayerResult result = results.get(i);
      assertThat(result.difference().map(Difference::text)).as(result.name()).isEmpty();
      assertThat(result.tokens()).isEqualTo(TOKENS);
      assertThat(result.cycles()).isGreaterThan(ideal.get(i).cycles());
    }
  }
}
