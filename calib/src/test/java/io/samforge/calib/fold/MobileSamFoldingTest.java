package io.samforge.calib.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.Seeds;
import io.samforge.calib.capture.CalibrationImage;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.host.run.FloatTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Folds into the real model and prints what scaling is worth (docs/algorithm.md, section 11.4);
 * {@code -Dsamforge.images=N} calibrates and measures on more than one photograph each. Fails with
 * the remedy if {@code make setup} has not fetched the model and the photographs.
 */
class MobileSamFoldingTest {
  private static final double ROUNDING = 2e-5;
  private static final int BITS = 4;
  private static final List<Double> ALPHAS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

  private final StagedModel decoder = read(ModelFile.DECODER, GraphOptions.decoder());

  private static StagedModel read(ModelFile file, GraphOptions options) {
    return GraphReader.read(ModelStore.standard().locate(file), options);
  }

  @Test
  void theDecoderIsUnchangedAndOneWrongSignIsSeen() {
    Random random = Seeds.random("MobileSamFoldingTest", 56);
    Map<String, FloatTensor> inputs = FloatRuns.randomInputs(decoder, random);
    FloatRuns before = FloatRuns.of(decoder, inputs);
    StagedModel folded = decoder;
    List<AttentionPair> pairs = AttentionPairs.of(decoder).pairs();
    assertThat(pairs).hasSize(7);
    for (AttentionPair pair : pairs) {
      double[] factors =
          random
              .doubles(pair.queryRows().length, -2, 2)
              .map(x -> Math.copySign(Math.pow(2, Math.abs(x)), x))
              .toArray();
      folded = ChannelFactors.fold(folded, pair, factors);
    }
    double difference = before.difference(FloatRuns.of(folded, inputs));
    System.out.println("decoder, random factors: relative difference " + difference);
    assertThat(difference).isLessThan(ROUNDING);
    AttentionPair last = pairs.get(6);
    AttentionPair onlyKeys =
        new AttentionPair(last.key(), new int[] {7}, last.key(), new int[] {8}, last.product(), 1);
    StagedModel wrong = ChannelFactors.fold(folded, onlyKeys, new double[] {-1});
    assertThat(before.difference(FloatRuns.of(wrong, inputs))).isGreaterThan(100 * ROUNDING);
  }

  /** Constants that the softmax does not see put the keys on both sides of zero. */
  @Test
  void keysWithTwoPeaksAreJoined() {
    Map<String, LinearWeights> weights = new LinkedHashMap<>(decoder.weights());
    for (AttentionPair pair : AttentionPairs.of(decoder).pairs()) {
      LinearWeights old = weights.get(pair.key());
      float[] bias = old.bias().clone();
      for (int o = 0; o < bias.length; o++) {
        bias[o] += o % 2 == 0 ? 40 : -40;
      }
      weights.put(pair.key(), new LinearWeights(old.weights(), bias));
    }
    StagedModel model =
        new StagedModel(decoder.graph(), decoder.hostParts(), weights, decoder.placement());
    Map<String, FloatTensor> inputs =
        FloatRuns.randomInputs(decoder, Seeds.random("MobileSamFoldingTest", 57));
    FloatRuns before = FloatRuns.of(model, inputs);
    FoldingResult result = BimodalIntegration.STANDARD.apply(model, before::samples);
    assertThat(
            result.decisions().stream()
                .filter(FoldingResult.Decision::folded)
                .map(FoldingResult.Decision::product))
        .containsExactly(
            "transformer/layers.0/cross_attn_token_to_image/MatMul",
            "transformer/layers.1/cross_attn_token_to_image/MatMul",
            "transformer/final_attn_token_to_image/MatMul");
    FloatRuns after = FloatRuns.of(result.model(), inputs);
    assertThat(before.difference(after)).isLessThan(ROUNDING);
    assertThat(BimodalIntegration.STANDARD.apply(result.model(), after::samples).decisions())
        .noneMatch(FoldingResult.Decision::folded);
  }

  @Test
  void scalingOnPhotographs() {
    StagedModel encoder = read(ModelFile.ENCODER, GraphOptions.encoder());
    CalibrationImages images = CalibrationImages.standard();
    int count = Integer.getInteger("samforge.images", 1);
    List<FloatRuns> known = encoded(encoder, images.calibration().subList(0, count));
    List<CalibrationImage> heldOut =
        images.heldOut().subList(0, count).stream()
            .map(file -> new CalibrationImage(file, Optional.empty()))
            .toList();
    List<FloatRuns> held = encoded(encoder, heldOut);
    assertGains(table(encoder, s -> joined(known, s), s -> joined(held, s)));
    List<FloatRuns> knownMasks = known.stream().map(this::decoded).toList();
    List<FloatRuns> heldMasks = held.stream().map(this::decoded).toList();
    assertGains(table(decoder, s -> joined(knownMasks, s), s -> joined(heldMasks, s)));
    FoldingResult signs = BimodalIntegration.STANDARD.apply(decoder, knownMasks.get(0)::samples);
    signs.decisions().forEach(System.out::println);
    assertThat(signs.decisions()).noneMatch(FoldingResult.Decision::folded);

    FoldingResult scaled = KeyScaling.BALANCED.apply(encoder, s -> joined(known, s));
    assertThat(scaled.decisions().stream().filter(FoldingResult.Decision::folded)).hasSize(10);
    FloatRuns after = FloatRuns.of(scaled.model(), picture(encoder, heldOut.get(0)));
    double difference = held.get(0).difference(after);
    System.out.println("encoder, balanced scaling: relative difference " + difference);
    assertThat(difference).isLessThan(ROUNDING);
  }

  private static void assertGains(double[] gains) {
    assertThat(gains[0]).as("balanced").isGreaterThan(0.2);
    assertThat(gains[1]).as("searched").isGreaterThan(0.2);
  }

  private static List<FloatRuns> encoded(StagedModel encoder, List<CalibrationImage> images) {
    return images.stream().map(image -> FloatRuns.of(encoder, picture(encoder, image))).toList();
  }

  private FloatRuns decoded(FloatRuns encoded) {
    return FloatRuns.of(decoder, prompt(encoded));
  }

  private static Map<String, FloatTensor> picture(StagedModel encoder, CalibrationImage image) {
    return image.inputOf(encoder.graph().inputs().get(0)).tensors();
  }

  /** The embedding of a picture and a box in the middle of it. */
  private Map<String, FloatTensor> prompt(FloatRuns encoded) {
    Map<String, FloatTensor> inputs = new LinkedHashMap<>();
    for (TensorShape input : decoder.graph().inputs()) {
      float[] values =
          switch (input.name()) {
            case "image_embeddings" -> encoded.outputs().get("output").data();
            case "point_coords" -> new float[] {256, 200, 768, 560};
            case "point_labels" -> new float[] {2, 3};
            default -> new float[(int) input.elements()];
          };
      inputs.put(input.name(), new FloatTensor(input.shape(), values));
    }
    return inputs;
  }

  private static ProductSamples joined(List<FloatRuns> runs, ProductStep step) {
    return new ProductSamples(
        runs.stream().flatMap(run -> run.samples(step).windows().stream()).toList());
  }

  /**
   * Prints decibels of every product of queries and keys on the held-out pictures, with quantisers
   * and factors from the calibration, and returns the mean gains of balanced and searched scaling.
   */
  private static double[] table(
      StagedModel model,
      Function<ProductStep, ProductSamples> calibration,
      Function<ProductStep, ProductSamples> held) {
    System.out.printf("%-54s   none %s searched%n", model.graph().name(), ALPHAS);
    List<AttentionPair> pairs = AttentionPairs.of(model).pairs();
    double balanced = 0;
    double searched = 0;
    for (AttentionPair pair : pairs) {
      ProductStep step =
          model
              .graph()
              .productSteps()
              .filter(s -> s.name().equals(pair.product()))
              .findFirst()
              .orElseThrow();
      Row row = Row.of(calibration.apply(step), held.apply(step));
      balanced += row.scaled[ALPHAS.indexOf(KeyScaling.BALANCED.alpha())] - row.none;
      searched += row.searched - row.none;
      System.out.println(row.text(pair.product()));
    }
    double[] gains = {balanced / pairs.size(), searched / pairs.size()};
    System.out.printf(Locale.ROOT, "mean gain: balanced %.2f, searched %.2f%n", gains[0], gains[1]);
    return gains;
  }

  /** Decibels of one product: unscaled, for every alpha, and for the best one on known samples. */
  private record Row(double none, double[] scaled, double searched) {
    static Row of(ProductSamples known, ProductSamples measured) {
      double none = UniformHeads.of(known, BITS).decibels(measured);
      double least = UniformHeads.of(known, BITS).noise(known);
      double[] scaled = new double[ALPHAS.size()];
      double searched = none;
      for (int i = 0; i < scaled.length; i++) {
        double[] factors = new KeyScaling(ALPHAS.get(i)).factors(known);
        ProductSamples folded = ChannelFactors.fold(known, factors);
        UniformHeads heads = UniformHeads.of(folded, BITS);
        scaled[i] = heads.decibels(ChannelFactors.fold(measured, factors));
        double noise = heads.noise(folded);
        searched = noise < least ? scaled[i] : searched;
        least = Math.min(noise, least);
      }
      return new Row(none, scaled, searched);
    }

    String text(String product) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-54s", product));
      line.append(String.format(Locale.ROOT, " %6.2f", none));
      for (double found : scaled) {
        line.append(String.format(Locale.ROOT, " %6.2f", found));
      }
      return line + String.format(Locale.ROOT, " %6.2f", searched);
    }
  }
}
