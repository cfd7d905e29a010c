package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.calib.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueDistributionTest {
  @Test
  void theErrorIsTheDirectSumForAllKindsOfQuantisers() {
    Random random = Seeds.random("ValueDistributionTest", 61);
    RandomValues values = new RandomValues(random);
    for (int i = 0; i < 120; i++) {
      FloatMatrix rows =
          i % 2 == 0 ? values.normal(40, 5, 1) : values.probabilities(1 + random.nextInt(30), 5);
      int[] columns = {4, 0, 2};
      double[] weights = random.doubles(5).toArray();
      Quantizer quantizer = values.quantizer(i % 3, 2 + random.nextInt(7));
      double direct = direct(rows, columns, weights, quantizer);
      double found = ValueDistribution.ofColumns(rows, columns, weights).error(quantizer);
      assertThat(found).as("%s", quantizer).isCloseTo(direct, within(1e-9 * direct + 1e-12));
    }
  }

  @Test
  void allAndSingleColumnsCountOnce() {
    Random random = Seeds.random("ValueDistributionTest.columns", 62);
    RandomValues values = new RandomValues(random);
    FloatMatrix rows = values.normal(17, 3, 1);
    double[] ones = {1, 1, 1};
    Quantizer quantizer = values.quantizer(0, 4);
    double all = direct(rows, new int[] {0, 1, 2}, ones, quantizer);
    assertThat(ValueDistribution.ofAll(rows).error(quantizer)).isCloseTo(all, within(1e-9 * all));
    assertThat(ValueDistribution.ofAll(rows).totalWeight()).isEqualTo(51);
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      ValueDistribution column = ValueDistribution.ofColumn(rows, c);
      assertThat(column.totalWeight()).isEqualTo(17);
      assertThat(column.range()).isEqualTo(ChannelRange.ofColumns(rows)[c]);
      sum += column.error(quantizer);
    }
    assertThat(sum).isCloseTo(all, within(1e-9 * all));
    assertThat(ValueDistribution.ofAll(rows).range()).isEqualTo(ChannelRange.ofAll(rows));
  }

  /**
   * A tie of a logarithmic quantiser is nearer to the lower level, but belongs to the upper one.
   */
  @Test
  void valuesOnAThresholdBelongToTheUpperCode() {
    double scale = Math.nextDown(Math.nextDown(Math.nextDown(Math.sqrt(0.5))));
    while (Log2Parameters.of(4, 1, scale).threshold(8) != 0.5) {
      scale = Math.nextUp(scale);
      assertThat(scale).isLessThan(0.7072);
    }
    ValueDistribution half = ValueDistribution.ofAll(new FloatMatrix(1, 1, new float[] {0.5f}));
    assertThat(half.error(Log2Parameters.of(4, 1, scale)))
        .isCloseTo((scale - 0.5) * (scale - 0.5), within(1e-12));
  }

  private static double direct(
      FloatMatrix rows, int[] columns, double[] weights, Quantizer quantizer) {
    double sum = 0;
    for (int r = 0; r < rows.rows(); r++) {
      for (int c : columns) {
        double x = rows.get(r, c);
        double error = quantizer.decode(quantizer.encode(x)) - x;
        sum += weights[c] * error * error;
      }
    }
    return sum;
  }
}
