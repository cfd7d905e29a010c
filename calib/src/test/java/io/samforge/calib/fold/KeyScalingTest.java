package io.samforge.calib.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.UserError;
import io.samforge.calib.Seeds;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.synth.TinyVit;
import io.samforge.host.run.FloatTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyScalingTest {
  private static final double ROUNDING = 2e-5;
  private static final int HEADS = 3;
  private static final int INNER = 8;

  @TempDir Path folder;
  private final Random random = Seeds.random("KeyScalingTest", 55);
  private final Samples made = new Samples(random);

  private ProductSamples skewed() {
    int channels = HEADS * INNER;
    return made.of(HEADS, made.scales(channels, 2), made.scales(channels, 2), new double[channels]);
  }

  /** The largest magnitudes of every channel, queries or keys. */
  private static double[] widths(ProductSamples samples, boolean keys) {
    double[] widths = new double[samples.heads() * INNER];
    for (ProductSamples.Window window : samples.windows()) {
      for (int i = 0; i < widths.length; i++) {
        ProductSamples.Head head = window.heads().get(i / INNER);
        for (float value : (keys ? head.right() : head.left().transposed()).row(i % INNER)) {
          widths[i] = Math.max(widths[i], Math.abs(value));
        }
      }
    }
    return widths;
  }

  @Test
  void alphaSaysWhichSideBecomesEven() {
    ProductSamples samples = skewed();
    double[] queries = widths(samples, false);
    double[] keys = widths(samples, true);
    ProductSamples evenQueries = ChannelFactors.fold(samples, new KeyScaling(0).factors(samples));
    ProductSamples balanced = ChannelFactors.fold(samples, KeyScaling.BALANCED.factors(samples));
    ProductSamples evenKeys = ChannelFactors.fold(samples, new KeyScaling(1).factors(samples));
    for (int i = 0; i < keys.length; i++) {
      double both = queries[i] * keys[i];
      assertThat(widths(evenQueries, false)[i]).isCloseTo(1, within(1e-5));
      assertThat(widths(evenQueries, true)[i]).isCloseTo(both, within(1e-5 * both));
      assertThat(widths(balanced, false)[i]).isCloseTo(Math.sqrt(both), within(1e-5 * both));
      assertThat(widths(balanced, true)[i]).isCloseTo(Math.sqrt(both), within(1e-5 * both));
      assertThat(widths(evenKeys, true)[i]).isCloseTo(1, within(1e-5));
    }
  }

  /** Small queries stand before large keys and the other way round: there is most to win. */
  @Test
  void evenChannelsLoseLess() {
    double[] scales = made.scales(HEADS * INNER, 3);
    double[] inverse = new double[scales.length];
    for (int i = 0; i < scales.length; i++) {
      inverse[i] = 1 / scales[i];
    }
    ProductSamples samples = made.of(HEADS, scales, inverse, new double[scales.length]);
    ProductSamples even = ChannelFactors.fold(samples, KeyScaling.BALANCED.factors(samples));
    assertThat(UniformHeads.of(even, 4).decibels(even))
        .isGreaterThan(UniformHeads.of(samples, 4).decibels(samples) + 6);
  }

  @Test
  void deadChannelsGetHarmlessFactors() {
    double[] scales = made.scales(HEADS * INNER, 1);
    scales[2] = 0;
    for (int i = INNER; i < 2 * INNER; i++) {
      scales[i] = 0;
    }
    double[] one = new double[scales.length];
    Arrays.fill(one, 1);
    double[] factors =
        KeyScaling.BALANCED.factors(made.of(HEADS, scales, one, new double[scales.length]));
    for (int i = 0; i < factors.length; i++) {
      assertThat(factors[i]).isBetween(1.0 / 100, 100.0);
    }
    assertThat(factors[INNER]).isOne();
  }

  @Test
  void sharesOutsideOfZeroToOneAreRefused() {
    assertThatThrownBy(() -> new KeyScaling(1.5))
        .isInstanceOf(UserError.class)
        .hasMessage("alpha 1.5 of the key scaling; allowed: 0 to 1");
    assertThatThrownBy(() -> new KeyScaling(Double.NaN)).isInstanceOf(UserError.class);
  }

  @Test
  void anEncoderIsUnchanged() {
    StagedModel model = FloatRuns.read(TinyVit.tiny().model(), folder, GraphOptions.encoder());
    Map<String, FloatTensor> image = FloatRuns.randomInputs(model, random);
    FloatRuns before = FloatRuns.of(model, image);
    FoldingResult result = KeyScaling.BALANCED.apply(model, before::samples);
    assertThat(result.decisions().stream().filter(FoldingResult.Decision::folded)).hasSize(3);
    FloatRuns after = FloatRuns.of(result.model(), image);
    assertThat(before.difference(after)).isLessThan(ROUNDING);
    model
        .graph()
        .productSteps()
        .filter(s -> s.name().endsWith("/MatMul"))
        .forEach(
            step -> {
              double[] queries = widths(after.samples(step), false);
              double[] keys = widths(after.samples(step), true);
              for (int i = 0; i < keys.length; i++) {
                assertThat(queries[i]).isCloseTo(keys[i], within(1e-3 * keys[i]));
              }
            });
  }
}
