package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.calib.Seeds;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WeightQuantizerTest {
  @Test
  void findsTheBestPointOfTheWholeGrid() {
    Random random = Seeds.random("WeightQuantizerTest", 41);
    for (int bits : new int[] {4, 5, 6}) {
      int levels = 1 << bits;
      for (int round = 0; round < 12; round++) {
        float[] weights = new float[1 + random.nextInt(24)];
        for (int i = 0; i < weights.length; i++) {
          weights[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian()));
        }
        WeightQuantizer.Row found = new WeightQuantizer(bits).quantizeRow(weights);
        double[] best = bruteForce(weights, levels);
        assertThat(score(weights, levels, found.scale(), found.zero()))
            .isCloseTo(best[2], within(1e-9 * best[2] + 1e-30));
        assertThat(found.scale()).isCloseTo(best[0], within(1e-12));
        assertThat(found.zero()).isEqualTo((int) best[1]);
      }
    }
  }

  @Test
  void codesAreTheNearestLevels() {
    Random random = Seeds.random("WeightQuantizerTest.codes", 42);
    float[] weights = new float[300];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    WeightQuantizer.Row row = new WeightQuantizer(4).quantizeRow(weights);
    for (int i = 0; i < weights.length; i++) {
      assertThat((int) row.codes()[i]).isBetween(0, 15);
      double error = Math.abs((row.codes()[i] - row.zero()) * row.scale() - weights[i]);
      for (int other = 0; other < 16; other++) {
        assertThat(error)
            .isLessThanOrEqualTo(Math.abs((other - row.zero()) * row.scale() - weights[i]) + 1e-12);
      }
    }
  }

  @Test
  void zeroWeightsAreExact() {
    WeightQuantizer.Row row = new WeightQuantizer(4).quantizeRow(new float[5]);
    assertThat(row.codes()).containsOnly((byte) row.zero());
    assertThat(row.scale()).isEqualTo(1);
  }

  @Test
  void rowsDoNotDependOnEachOther() {
    Random random = new Random(43);
    float[] values = new float[40 * 9];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    FloatMatrix weights = new FloatMatrix(40, 9, values);
    AtomicInteger done = new AtomicInteger();
    WeightQuantizer quantiser = new WeightQuantizer(4);
    QuantizedWeights all = quantiser.quantize(weights, o -> done.incrementAndGet());
    assertThat(done).hasValue(40);
    for (int o = 0; o < 40; o++) {
      WeightQuantizer.Row row = quantiser.quantizeRow(weights.row(o));
      assertThat(all.codes()[o]).isEqualTo(row.codes());
      assertThat(all.scale()[o]).isEqualTo(row.scale());
      assertThat(all.zeroPoint()[o]).isEqualTo(row.zero());
    }
  }

  /** Scale, zero-point and score of the first best point. */
  private static double[] bruteForce(float[] weights, int levels) {
    double lo = 0;
    double hi = 0;
    for (float w : weights) {
      lo = Math.min(lo, w);
      hi = Math.max(hi, w);
    }
    double[] best = {0, 0, Double.POSITIVE_INFINITY};
    for (int n = 1; n <= 100; n++) {
      double scale = (hi - lo) * n / 100 / (levels - 1);
      for (int zero = 0; zero < levels; zero++) {
        double score = score(weights, levels, scale, zero);
        // Sums in another order may differ in the last digits; equal scores keep the first point.
        if (score < best[2] * (1 - 1e-12)) {
          best = new double[] {scale, zero, score};
        }
      }
    }
    return best;
  }

  private static double score(float[] weights, int levels, double scale, int zero) {
    double sum = 0;
    for (float w : weights) {
      double code = Math.max(0, Math.min(levels - 1, Math.rint(w / scale) + zero));
      sum += Math.pow(Math.abs((code - zero) * scale - w), 2.4);
    }
    return sum;
  }
}
