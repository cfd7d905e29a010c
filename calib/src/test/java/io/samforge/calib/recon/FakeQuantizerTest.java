package io.samforge.calib.recon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import io.samforge.calib.Seeds;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values against the quantisers of the hardware, PyTorch's gradients against closed formulas. */
class FakeQuantizerTest {
  private static final int COUNT = 2000;
  private static final Offset<Float> EXACT = within(1e-5f);
  private static final Offset<Double> SUM = within(2e-3);

  private final Random random = Seeds.random("FakeQuantizerTest", 61);
  private final GradientProbe probe = new GradientProbe();

  @AfterEach
  void close() {
    probe.close();
  }

  private float[] values(double spread, Quantizer quantizer) {
    float[] values = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      do {
        values[i] = (float) (spread * random.nextGaussian());
      } while (nearThreshold(values[i], quantizer));
    }
    return values;
  }

  /** Floats cannot decide what lies on a threshold. */
  private static boolean nearThreshold(float x, Quantizer quantizer) {
    double step = 1e-5 * Math.abs(x);
    return quantizer.encode(x - step) != quantizer.encode(x + step);
  }

  private NDArray array(float[] values) {
    return probe.manager().create(values);
  }

  private NDArray weights(int count) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = 0.5f + random.nextFloat();
    }
    return array(weights);
  }

  @Test
  void uniformOfGroupsWithZeroPointsOfChannels() {
    int channels = 6;
    int[] group = {0, 1, 1, 2, 0, 2};
    int[] zero = {3, -20, 8, 40, 0, 15};
    double[] scales = {0.11, 0.3, 0.05};
    float[] x = new float[channels * COUNT];
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      UniformParameters channel = new UniformParameters(4, scales[group[c]], zero[c]);
      do {
        double centre = (7.5 - zero[c]) * channel.scale();
        x[i] = (float) (centre + 8 * channel.scale() * random.nextGaussian());
      } while (nearThreshold(x[i], channel));
    }
    NDArray weights = weights(x.length).reshape(COUNT, channels);
    LearnedTensor learned = probe.learned(scales);
    UniformFakeQuantizer quantizer =
        new UniformFakeQuantizer(probe.manager(), 4, learned, group, zero, false);
    NDArray input = probe.manager().create(x, new Shape(COUNT, channels));
    float[] levels = quantizer.levels(input).toFloatArray();

    GradientProbe.Result result = probe.of(input, weights, quantizer::train, learned);

    float[] w = weights.toFloatArray();
    double[] expected = new double[scales.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      double s = (float) scales[group[c]];
      UniformParameters channel = new UniformParameters(4, s, zero[c]);
      int code = channel.encode(x[i]);
      assertThat(result.value()[i]).isEqualTo((float) channel.decode(code), EXACT);
      assertThat(levels[i]).isEqualTo((float) channel.decode(code), EXACT);
      double position = x[i] / s;
      boolean inside = Math.floor(position + 0.5) + zero[c] == code;
      assertThat(result.byInput()[i]).isEqualTo(inside ? 1 : 0, EXACT);
      double slope = inside ? Math.floor(position + 0.5) - position : code - zero[c];
      expected[group[c]] += w[i] * slope / Math.sqrt(COUNT * 15.0);
    }
    for (int g = 0; g < scales.length; g++) {
      assertThat((double) result.byLearned()[0][g])
          .isEqualTo(expected[g], within(1e-3 * (1 + Math.abs(expected[g]))));
    }
  }

  @Test
  void uniformWithChannelsFirst() {
    int[] group = {0, 1};
    int[] zero = {3, 9};
    UniformFakeQuantizer quantizer =
        new UniformFakeQuantizer(probe.manager(), 4, probe.learned(0.1, 0.2), group, zero, true);
    NDArray x = probe.manager().create(new float[] {0.31f, 9, 0.31f, -9}, new Shape(2, 2));

    assertThat(quantizer.levels(x).toFloatArray())
        .containsExactly(new float[] {0.3f, 1.2f, 0.4f, -1.8f}, EXACT);
  }

  @Test
  void hybridWithAllLogCodesAndWithDroppedOnes() {
    hybrid(new HluqParameters(4, 4, -0.17, 0.48, 0.0995));
    hybrid(new HluqParameters(4, 2, -0.17, 0.1, 0.2));
    hybrid(new HluqParameters(5, 16, 0, 0.4, 0.1));
    HluqParameters dropping = new HluqParameters(6, 32, 0, 2, 0.05);
    assertThat(dropping.dropped()).isPositive();
    hybrid(dropping);
  }

  private void hybrid(HluqParameters wanted) {
    HluqParameters p = wanted.withScales((float) wanted.scaleLog(), (float) wanted.scaleUniform());
    float[] x = values(1.2, p);
    for (int i = 0; i < COUNT / 4; i++) {
      do {
        x[i] = (float) (p.offset() + p.scaleLog() * Math.pow(2, -20 * random.nextDouble()));
      } while (nearThreshold(x[i], p));
    }
    LearnedTensor log = probe.learned(p.scaleLog());
    LearnedTensor uniform = probe.learned(p.scaleUniform());
    HluqFakeQuantizer quantizer = new HluqFakeQuantizer(p, log, uniform);
    NDArray weights = weights(COUNT);
    float[] levels = quantizer.levels(array(x)).toFloatArray();

    GradientProbe.Result result = probe.of(array(x), weights, quantizer::train, log, uniform);

    float[] w = weights.toFloatArray();
    double byLog = 0;
    double byUniform = 0;
    int last = p.codes() - 1 - p.nLog();
    int saturated = 0;
    for (int i = 0; i < COUNT; i++) {
      int code = p.encode(x[i]);
      assertThat(result.value()[i]).isEqualTo((float) p.decode(code), EXACT);
      assertThat(levels[i]).isEqualTo((float) p.decode(code), EXACT);
      double above = x[i] - p.offset();
      double level = p.decode(code) - p.offset();
      double step = (above - p.scaleLog()) / p.scaleUniform();
      double slope = 1;
      if (step <= 0) {
        slope = above > 0 ? level / above : 0;
      } else if (Math.floor(step + 0.5) > last) {
        slope = 0;
        saturated++;
        byLog += w[i];
        byUniform += w[i] * last;
      } else {
        byUniform += w[i] * (Math.floor(step + 0.5) - step);
      }
      assertThat((double) result.byInput()[i]).isEqualTo(slope, within(1e-3));
    }
    assertThat((double) result.byLearned()[0][0]).isEqualTo(byLog, within(1e-4 * (1 + byLog)));
    assertThat((double) result.byLearned()[1][0])
        .isEqualTo(byUniform, within(1e-3 * (1 + Math.abs(byUniform))));
    assertThat(saturated).isLessThan(COUNT);
  }

  @Test
  void log2WithItsResidueClasses() {
    for (int tau : new int[] {1, 2, 4}) {
      for (int bits : new int[] {4, 6}) {
        Log2Parameters p = Log2Parameters.of(bits, tau, 0.83);
        float[] x = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
          do {
            x[i] = i == 0 ? 0 : (float) Math.pow(2, -18 * random.nextDouble());
          } while (i > 0 && nearThreshold(x[i], p));
        }

        GradientProbe.Result result =
            probe.of(array(x), weights(COUNT), new Log2FakeQuantizer(p)::train);

        for (int i = 0; i < COUNT; i++) {
          double level = p.decode(p.encode(x[i]));
          assertThat((double) result.value()[i]).isEqualTo(level, within(1e-5));
          double slope = x[i] > p.scale() || x[i] == 0 ? 0 : level / x[i];
          assertThat((double) result.byInput()[i]).isEqualTo(slope, within(1e-3));
        }
      }
    }
  }

  @Test
  void scalesStayPositive() {
    LearnedTensor scale = new ScaleRates(10, false).learned(probe.manager(), 0.5, 1e-9);
    NDArray x = array(new float[] {1, 1});
    probe.of(x, array(new float[] {1, 1}), y -> y.mul(scale.current()), scale);

    scale.step(1);

    for (double value : ScaleRates.values(scale)) {
      assertThat(value).isGreaterThanOrEqualTo(Math.ulp(1f));
    }
    assertThat(ScaleRates.values(scale)[0]).isEqualTo(9.5, SUM);
  }
}
