package io.samforge.calib.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.pack.ModelOrigin;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.Seeds;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.capture.CaptureInput;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.compile.PackageCompiler;
import io.samforge.calib.compile.QuantizedModel;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.run.FloatEngine;
import io.samforge.calib.run.QuantizedEngine;
import io.samforge.calib.synth.ExportStyle;
import io.samforge.calib.synth.SamVit;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.ObservedEngine;
import io.samforge.host.run.ProductSlice;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import io.samforge.host.run.StepObserver;
import io.samforge.host.run.StepValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attention over a picture of 64 x 64 tokens as in SAM, two heads of four channels: computed one
 * head after the other it is bit for bit what it is as a whole.
 */
class SlicedAttentionTest {
  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(Path.of("../configs/large.json"));

  /** Two heads have 2^25 scores: none of these are large unless told. */
  private static final GraphOptions WHOLE = GraphOptions.encoder();

  private static final GraphOptions SLICED = WHOLE.withMostWhole(1L << 24);

  @TempDir private Path folder;
  private final Random random = Seeds.random("SlicedAttentionTest", 71);

  /** Counts the slices of every product. */
  private static final class Slices implements StepObserver {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void linear(LinearStep step, StepValue input) {}

    @Override
    public void product(ProductSlice slice, FloatTensor left, FloatTensor right) {
      seen.add("%s %d+%d".formatted(slice.step().name(), slice.first(), slice.count()));
    }
  }

  private StagedModel read(ExportStyle style, GraphOptions options) {
    Path file = folder.resolve("encoder.onnx");
    new SamVit(128, 2, 8, 2, 2, 14, List.of(1), 2, 8, SamVit.OPEN, 5, style).model().write(file);
    return GraphReader.read(file, options);
  }

  private static float[] run(
      StagedGraph graph, Map<String, byte[]> parts, StepEngine engine, CaptureInput picture) {
    try (engine;
        GraphExecutor executor = new GraphExecutor(graph, parts, engine, StepListener.NONE)) {
      return executor.run(picture.tensors()).values().iterator().next().data();
    }
  }

  private static float[] run(StagedModel model, StepEngine engine, CaptureInput picture) {
    return run(model.graph(), model.hostParts(), engine, picture);
  }

  @Test
  void theFloatModelGivesTheSameBits() {
    for (ExportStyle style :
        List.of(ExportStyle.DECOMPOSED, ExportStyle.FUSED_NORM, ExportStyle.FUSED)) {
      StagedModel whole = read(style, WHOLE);
      StagedModel sliced = read(style, SLICED);
      CaptureInput picture = TinyModels.pictures(whole, random, 1).get(0);
      Slices ofWhole = new Slices();
      Slices ofSliced = new Slices();
      float[] expected =
          run(whole, new ObservedEngine(new FloatEngine(whole.weights()), ofWhole), picture);
      float[] found =
          run(sliced, new ObservedEngine(new FloatEngine(sliced.weights()), ofSliced), picture);
      assertThat(found).isEqualTo(expected);
      List<ProductStep> products = sliced.graph().productSteps().toList();
      String first = products.get(2).name();
      String second = products.get(3).name();
      assertThat(ofWhole.seen).hasSize(4).endsWith(first + " 0+2", second + " 0+2");
      assertThat(ofSliced.seen)
          .hasSize(6)
          .startsWith(ofWhole.seen.get(0), ofWhole.seen.get(1))
          .endsWith(first + " 0+1", second + " 0+1", first + " 1+1", second + " 1+1");
      assertThat(hostSteps(sliced)).isEqualTo(hostSteps(whole) + 1);
    }
  }

  private static long hostSteps(StagedModel model) {
    return model.graph().steps().stream().filter(HostStep.class::isInstance).count();
  }

  /** Samples, rounded values, and the codes of the golden model behind a package. */
  @Test
  void calibrationAndPackageGiveTheSameBits() {
    StagedModel whole = read(ExportStyle.DECOMPOSED, WHOLE);
    StagedModel sliced = read(ExportStyle.DECOMPOSED, SLICED);
    List<CaptureInput> pictures = TinyModels.pictures(whole, random, 1);
    CalibrationSamples expected = TinyModels.capture(whole, pictures, folder.resolve("whole"));
    CalibrationSamples found = TinyModels.capture(sliced, pictures, folder.resolve("sliced"));
    for (ProductStep step : whole.graph().productSteps().toList()) {
      assertSame(found.product(step), expected.product(step));
    }
    QuantizationPlan plan =
        new ModelQuantizer(
                CONFIG,
                Recipe.FAST.withRounding(Rounding.NEAREST),
                folder.resolve("plans"),
                ProgressListener.SILENT)
            .quantise(sliced, found, found::product)
            .plan();
    CaptureInput picture = pictures.get(0);
    float[] rounded = run(whole, new QuantizedEngine(whole.weights(), plan), picture);
    assertThat(run(sliced, new QuantizedEngine(sliced.weights(), plan), picture))
        .isEqualTo(rounded);
    assertThat(golden(sliced, plan, picture)).isEqualTo(golden(whole, plan, picture));
  }

  private static void assertSame(ProductSamples found, ProductSamples expected) {
    for (int w = 0; w < expected.windows().size(); w++) {
      for (int h = 0; h < expected.heads(); h++) {
        ProductSamples.Head wanted = expected.windows().get(w).heads().get(h);
        ProductSamples.Head head = found.windows().get(w).heads().get(h);
        assertThat(head.left().toArray()).isEqualTo(wanted.left().toArray());
        assertThat(head.right().toArray()).isEqualTo(wanted.right().toArray());
      }
    }
  }

  private static float[] golden(StagedModel model, QuantizationPlan plan, CaptureInput picture) {
    ModelPackage packed =
        new PackageCompiler(CONFIG)
            .compile(
                new ModelOrigin("sliced", "0".repeat(64)),
                Map.of("encoder", new QuantizedModel(model, plan)),
                new JsonObject())
            .model();
    PackedFunction encoder = packed.function("encoder");
    return run(encoder.graph(), encoder.hostParts(), GoldenEngine.of(packed, "encoder"), picture);
  }
}
