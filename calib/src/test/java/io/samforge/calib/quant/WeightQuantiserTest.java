package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WeightQuantiserTest {
  @Test
  void findsTheBestPointOfTheWholeGrid() {
    Random random = Seeds.random("WeightQuantiserTest", 41);
    for (int levels : new int[] {16, 32, 64}) {
      for (int round = 0; round < 12; round++) {
        float[] weights = new float[1 + random.nextInt(24)];
        for (int i = 0; i < weights.length; i++) {
          weights[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian()));
        }
        WeightQuantiser.Row found = new WeightQuantiser(levels).quantiseRow(weights);
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
    Random random = Seeds.random("WeightQuantiserTest.codes", 42);
    float[] weights = new float[300];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    WeightQuantiser.Row row = new WeightQuantiser(16).quantiseRow(weights);
    for (int i = 0; i < weights.length; i++) {
      assertThat(row.codes()[i]).isBetween(0, 15);
      double error = Math.abs((row.codes()[i] - row.zero()) * row.scale() - weights[i]);
      for (int other = 0; other < 16; other++) {
        assertThat(error)
            .isLessThanOrEqualTo(Math.abs((other - row.zero()) * row.scale() - weights[i]) + 1e-12);
      }
    }
  }

  @Test
  void zeroWeightsAreExact() {
    WeightQuantiser.Row row = new WeightQuantiser(16).quantiseRow(new float[5]);
    assertThat(row.codes()).containsOnly(row.zero());
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
    WeightQuantiser quantiser = new WeightQuantiser(16);
    WeightQuantiser.Row[] rows = quantiser.quantise(weights, o -> done.incrementAndGet());
    assertThat(done).hasValue(40);
    for (int o = 0; o < 40; o++) {
      assertThat(rows[o])
          .usingRecursiveComparison()
          .isEqualTo(quantiser.quantiseRow(weights.row(o)));
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
