package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputStatisticsTest {
  private static final double DAMPING = 0.01;

  @Test
  void theEnergyIsTheMeanSquareOfTheOutputsWithItsDamping() {
    Random random = Seeds.random("InputStatisticsTest", 71);
    for (int n = 1; n <= 9; n++) {
      FloatMatrix inputs = new RandomValues(random).channels(20, n, 3);
      InputStatistics statistics = new InputStatistics(inputs, DAMPING);
      double[] byChannel = random.doubles(n, -1, 1).toArray();
      double[] byPlace = new double[n];
      Arrays.setAll(byPlace, i -> byChannel[statistics.order()[i]]);
      double expected = meanSquare(inputs, byChannel) + added(inputs) * squares(byChannel);
      assertThat(statistics.energy(byPlace)).isCloseTo(expected, within(1e-5 * expected));
      assertThat(statistics.channels()).isEqualTo(n);
    }
  }

  private static double meanSquare(FloatMatrix inputs, double[] errors) {
    double sum = 0;
    for (int r = 0; r < inputs.rows(); r++) {
      double y = 0;
      for (int c = 0; c < errors.length; c++) {
        y += inputs.get(r, c) * errors[c];
      }
      sum += y * y;
    }
    return sum / inputs.rows();
  }

  private static double added(FloatMatrix inputs) {
    return DAMPING * squares(doubles(inputs)) / inputs.rows() / inputs.columns();
  }

  private static double[] doubles(FloatMatrix matrix) {
    float[] values = matrix.toArray();
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(v -> v * v).sum();
  }

  @Test
  void theFactorTimesItselfIsTheMomentsInAscendingOrder() {
    FloatMatrix inputs =
        new RandomValues(Seeds.random("InputStatisticsTest.factor", 72)).channels(30, 12, 4);
    InputStatistics statistics = new InputStatistics(inputs, DAMPING);
    double[][] lower = statistics.factor();
    for (int i = 0; i < 12; i++) {
      assertThat(lower[i]).hasSize(i + 1);
      for (int j = 0; j <= i; j++) {
        double product = 0;
        for (int k = 0; k <= j; k++) {
          product += lower[i][k] * lower[j][k];
        }
        double scale = Math.sqrt(statistics.moments()[i][i] * statistics.moments()[j][j]);
        assertThat(product).isCloseTo(statistics.moments()[i][j], within(1e-12 * scale));
        assertThat(statistics.moments()[j][i]).isEqualTo(statistics.moments()[i][j]);
      }
      if (i > 0) {
        assertThat(statistics.moments()[i][i])
            .isGreaterThanOrEqualTo(statistics.moments()[i - 1][i - 1]);
      }
    }
    assertThat(statistics.order()).containsExactlyInAnyOrder(IntStream.range(0, 12).toArray());
  }

  @Test
  void solvesForTheMoments() {
    Random random = Seeds.random("InputStatisticsTest.solve", 73);
    InputStatistics statistics =
        new InputStatistics(new RandomValues(random).channels(30, 8, 2), DAMPING);
    double[] wanted = random.doubles(8, -1, 1).toArray();
    double[] right = new double[8];
    for (int j = 0; j < 8; j++) {
      for (int i = 0; i < 8; i++) {
        right[j] += wanted[i] * statistics.moments()[i][j];
      }
    }
    statistics.solve(right);
    for (int i = 0; i < 8; i++) {
      assertThat(right[i]).isCloseTo(wanted[i], within(1e-9));
    }
  }

  @Test
  void inputsThatAreAlwaysZeroHaveStatisticsToo() {
    InputStatistics statistics = new InputStatistics(new FloatMatrix(2, 3, new float[6]), DAMPING);
    assertThat(statistics.order()).containsExactly(0, 1, 2);
    assertThat(statistics.energy(new double[] {1, 2, 3})).isEqualTo(14);
  }
}
