package io.samforge.calib.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.model.ProductStep;
import io.samforge.calib.Seeds;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.synth.MaskDecoder;
import io.samforge.host.run.FloatTensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BimodalIntegrationTest {
  private static final double ROUNDING = 2e-5;

  @TempDir Path folder;
  private final Random random = Seeds.random("BimodalIntegrationTest", 54);

  /** As many values around each centre as around the others. */
  private double[] modes(double deviation, double... centres) {
    float[] values = new float[3000 * centres.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (centres[i % centres.length] + deviation * random.nextGaussian());
    }
    return BimodalIntegration.STANDARD.modes(values);
  }

  @Test
  void mixtures() {
    assertThat(modes(1, 0.5)).hasSize(1);
    assertThat(modes(1, 0.5)[0]).isCloseTo(0.5, within(0.3));
    double[] two = modes(1, -4, 5);
    assertThat(two).hasSize(2);
    assertThat(two[0]).isCloseTo(-4, within(0.5));
    assertThat(two[1]).isCloseTo(5, within(0.5));
    assertThat(modes(0.8, -8, 0, 8)).hasSize(3);
    assertThat(modes(1, -1, 1)).hasSize(1);
    assertThat(modes(0, 3)).isEmpty();
  }

  /** A density that is the same everywhere is nowhere as high as a peak must be. */
  @Test
  void evenlySpreadValuesHaveNoPeak() {
    float[] values = new float[20_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    assertThat(BimodalIntegration.STANDARD.modes(values)).isEmpty();
  }

  /** A peak that holds too little, and two that are closer than a quarter of the range. */
  @Test
  void smallAndClosePeaksDoNotCount() {
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + (i % 100 == 0 ? 12 : 0));
    }
    assertThat(BimodalIntegration.STANDARD.modes(values)).hasSize(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.3 * random.nextGaussian() + i % 2 * 2 + (i == 0 ? 20 : 0));
    }
    assertThat(BimodalIntegration.STANDARD.modes(values)).hasSize(1);
  }

  @Test
  void signsAreThoseOfTheMeansAndNeverZero() {
    double[] one = {1, 1, 1, 1, 0, 1};
    double[] offset = {9, -9, 9, -9, 0, -9};
    ProductSamples samples = new Samples(random).of(2, one, one, offset);
    assertThat(BimodalIntegration.signs(samples)).containsExactly(1, -1, 1, -1, 1, -1);
  }

  /** A constant for every channel of the keys: the softmax behind the product does not see it. */
  private static StagedModel withOffsets(StagedModel model, double... offsets) {
    Map<String, LinearWeights> weights = new LinkedHashMap<>(model.weights());
    for (AttentionPair pair : AttentionPairs.of(model).pairs()) {
      LinearWeights old = weights.get(pair.key());
      float[] bias = old.bias().clone();
      for (int o = 0; o < bias.length; o++) {
        bias[o] += (float) offsets[o % offsets.length];
      }
      weights.put(pair.key(), new LinearWeights(old.weights(), bias));
    }
    return new StagedModel(model.graph(), model.hostParts(), weights, model.placement());
  }

  @Test
  void onlyAttentionOfTokensToTheImageChangesItsSigns() {
    StagedModel plain =
        FloatRuns.read(MaskDecoder.small(64, 32).model(), folder, GraphOptions.decoder());
    Map<String, FloatTensor> inputs = FloatRuns.randomInputs(plain, random);
    StagedModel model = withOffsets(plain, -30, 30, 30);
    FloatRuns before = FloatRuns.of(model, inputs);
    FoldingResult result = BimodalIntegration.STANDARD.apply(model, before::samples);
    assertThat(result.decisions()).hasSize(14);
    for (FoldingResult.Decision decision : result.decisions()) {
      boolean wanted = decision.product().endsWith("token_to_image/MatMul");
      assertThat(decision.folded()).as(decision.toString()).isEqualTo(wanted);
    }
    FloatRuns after = FloatRuns.of(result.model(), inputs);
    assertThat(before.difference(after)).isLessThan(ROUNDING);
    ProductStep step =
        model
            .graph()
            .productSteps()
            .filter(s -> s.name().contains("final_attn"))
            .findFirst()
            .orElseThrow();
    assertThat(least(before.samples(step))).isNegative();
    assertThat(least(after.samples(step))).isPositive();
    UniformHeads wide = UniformHeads.of(before.samples(step), 4);
    UniformHeads narrow = UniformHeads.of(after.samples(step), 4);
    for (int h = 0; h < 4; h++) {
      assertThat(narrow.keys().get(h).scale()).isLessThan(0.6 * wide.keys().get(h).scale());
    }
  }

  private static double least(ProductSamples samples) {
    return samples.windows().get(0).heads().stream()
        .mapToDouble(
            head -> {
              double least = Double.MAX_VALUE;
              for (double mean : head.right().transposed().columnMeans()) {
                least = Math.min(least, mean);
              }
              return least;
            })
        .min()
        .orElseThrow();
  }

  @Test
  void threePeaksAreLeftAlone() {
    StagedModel plain =
        FloatRuns.read(MaskDecoder.small(64, 32).model(), folder, GraphOptions.decoder());
    StagedModel model = withOffsets(plain, -40, 0, 40);
    FloatRuns run = FloatRuns.of(model, FloatRuns.randomInputs(model, random));
    FoldingResult result = BimodalIntegration.STANDARD.apply(model, run::samples);
    assertThat(result.model()).isSameAs(model);
    assertThat(
            result.decisions().stream()
                .map(FoldingResult.Decision::reason)
                .filter(reason -> reason.startsWith("its keys have 3 peaks: ")))
        .hasSize(3);
  }

  @Test
  void decisionsHaveReasons() {
    StagedModel model =
        FloatRuns.read(MaskDecoder.small(64, 32).model(), folder, GraphOptions.decoder());
    FloatRuns run = FloatRuns.of(model, FloatRuns.randomInputs(model, random));
    FoldingResult result = BimodalIntegration.STANDARD.apply(model, run::samples);
    assertThat(result.model()).isSameAs(model);
    assertThat(result.decisions()).noneMatch(FoldingResult.Decision::folded);
    assertThat(result.decisions().get(0).reason())
        .isEqualTo("there is no token_to_image in its name");
    assertThat(result.decisions().get(1).reason())
        .isEqualTo("its left side is not the moved output of one linear step");
    assertThat(
            result.decisions().stream()
                .filter(d -> d.product().endsWith("token_to_image/MatMul"))
                .map(FoldingResult.Decision::reason))
        .hasSize(3)
        .allMatch(reason -> reason.matches("its keys have 1 peak: -?[0-9.e-]+"));
  }
}
