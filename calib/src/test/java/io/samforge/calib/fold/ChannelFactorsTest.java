package io.samforge.calib.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.model.ProductStep;
import io.samforge.calib.Seeds;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.synth.ExportStyle;
import io.samforge.calib.synth.MaskDecoder;
import io.samforge.calib.synth.TinyVit;
import io.samforge.host.run.FloatTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelFactorsTest {
  private static final double ROUNDING = 2e-5;

  @TempDir Path folder;
  private final Random random = Seeds.random("ChannelFactorsTest", 53);
  private StagedModel decoder;
  private Map<String, FloatTensor> inputs;
  private FloatRuns before;

  @BeforeEach
  void run() {
    decoder = FloatRuns.read(MaskDecoder.small(64, 32).model(), folder, GraphOptions.decoder());
    inputs = FloatRuns.randomInputs(decoder, random);
    before = FloatRuns.of(decoder, inputs);
  }

  private StagedModel fold(StagedModel model, DoubleSupplier factor) {
    StagedModel folded = model;
    for (AttentionPair pair : AttentionPairs.of(model).pairs()) {
      folded = ChannelFactors.fold(folded, pair, factors(pair, factor));
    }
    return folded;
  }

  private static double[] factors(AttentionPair pair, DoubleSupplier factor) {
    return DoubleStream.generate(factor).limit(pair.queryRows().length).toArray();
  }

  private double signed() {
    return (random.nextBoolean() ? 1 : -1) * Math.pow(2, random.nextGaussian());
  }

  @Test
  void aDecoderIsUnchanged() {
    StagedModel folded = fold(decoder, this::signed);
    assertThat(folded.weights()).isNotEqualTo(decoder.weights());
    assertThat(before.difference(FloatRuns.of(folded, inputs))).isLessThan(ROUNDING);
  }

  /** Signs and powers of two change no significand, so nothing is rounded in another way. */
  @Test
  void powersOfTwoChangeNoBit() {
    StagedModel folded =
        fold(decoder, () -> Math.scalb(random.nextBoolean() ? 1.0 : -1.0, random.nextInt(7) - 3));
    FloatRuns after = FloatRuns.of(folded, inputs);
    before
        .outputs()
        .forEach(
            (name, tensor) ->
                assertThat(after.outputs().get(name).data()).isEqualTo(tensor.data()));
  }

  /** Queries, keys and values of an encoder are rows of one step. */
  @Test
  void anEncoderIsUnchanged() {
    StagedModel encoder =
        FloatRuns.read(
            TinyVit.tiny().with(ExportStyle.FUSED).model(), folder, GraphOptions.encoder());
    Map<String, FloatTensor> image = FloatRuns.randomInputs(encoder, random);
    StagedModel folded = fold(encoder, this::signed);
    assertThat(folded.weights()).isNotEqualTo(encoder.weights());
    assertThat(FloatRuns.of(encoder, image).difference(FloatRuns.of(folded, image)))
        .isLessThan(ROUNDING);
  }

  @Test
  void oneWrongSignIsSeen() {
    AttentionPair pair =
        AttentionPairs.of(decoder).pairs().stream()
            .filter(p -> p.product().contains("layers.0/cross_attn_token_to_image"))
            .findFirst()
            .orElseThrow();
    double[] factors = factors(pair, () -> random.nextBoolean() ? 1 : -1);
    StagedModel folded = ChannelFactors.fold(decoder, pair, factors);
    assertThat(before.difference(FloatRuns.of(folded, inputs))).isLessThan(ROUNDING);
    StagedModel wrong = withNegatedRow(folded, pair.key(), pair.keyRows()[5]);
    assertThat(before.difference(FloatRuns.of(wrong, inputs))).isGreaterThan(100 * ROUNDING);
  }

  private static StagedModel withNegatedRow(StagedModel model, String step, int row) {
    Map<String, LinearWeights> weights = new LinkedHashMap<>(model.weights());
    LinearWeights old = weights.get(step);
    float[][] rows = old.weights().toRows();
    float[] bias = old.bias().clone();
    for (int c = 0; c < rows[row].length; c++) {
      rows[row][c] = -rows[row][c];
    }
    bias[row] = -bias[row];
    weights.put(step, new LinearWeights(FloatMatrix.ofRows(rows), bias));
    return new StagedModel(model.graph(), model.hostParts(), weights, model.placement());
  }

  /** Folded samples of the old model are the samples of the folded model. */
  @Test
  void samplesAreFoldedAlike() {
    for (AttentionPair pair : AttentionPairs.of(decoder).pairs()) {
      double[] factors = factors(pair, this::signed);
      FloatRuns after = FloatRuns.of(ChannelFactors.fold(decoder, pair, factors), inputs);
      ProductStep step =
          decoder
              .graph()
              .productSteps()
              .filter(s -> s.name().equals(pair.product()))
              .findFirst()
              .orElseThrow();
      ProductSamples expected = after.samples(step);
      ProductSamples found = ChannelFactors.fold(before.samples(step), factors);
      for (int h = 0; h < pair.heads(); h++) {
        ProductSamples.Head wanted = expected.windows().get(0).heads().get(h);
        ProductSamples.Head head = found.windows().get(0).heads().get(h);
        assertClose(head.left(), wanted.left());
        assertClose(head.right(), wanted.right());
      }
    }
  }

  private static void assertClose(FloatMatrix found, FloatMatrix expected) {
    float[] values = found.toArray();
    float[] wanted = expected.toArray();
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) values[i]).isCloseTo(wanted[i], within(1e-3));
    }
  }

  @Test
  void factorsThatCannotBeDividedByAreRefused() {
    AttentionPair pair = AttentionPairs.of(decoder).pairs().get(0);
    double[] factors = new double[pair.queryRows().length];
    Arrays.fill(factors, 1);
    factors[3] = 0;
    assertThatThrownBy(() -> ChannelFactors.fold(decoder, pair, factors))
        .hasMessage("the factor 0.0; allowed: finite numbers but zero");
    assertThatThrownBy(() -> ChannelFactors.fold(decoder, pair, new double[2]))
        .hasMessage("2 factors for 32 channels");
  }
}
