package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class BoundedMinimumTest {
  /** Where SciPy 1.17.1, {@code minimize_scalar(method='bounded')}, ends, and after how much. */
  private record Known(
      DoubleUnaryOperator function, double low, double high, double x, int evaluations) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(x -> (x - 0.3) * (x - 0.3), 0, 1, 0.3, 6),
          new Known(x -> x * x * x * x - 3 * x * x * x + 2, 0, 4, 2.2500000477957403, 11),
          new Known(x -> Math.abs(x - 0.7), 0, 1, 0.7000001332382565, 18),
          new Known(x -> x, 1, 2, 1.0000059608609866, 25),
          new Known(x -> -x, 1, 2, 1.9999940391390134, 25),
          new Known(x -> 1, 0, 1, 0.9999940391390134, 25),
          new Known(x -> Math.max(0, Math.abs(x - 1) - 0.25), 0, 3, 0.984738833375007, 25),
          new Known(x -> 1 / x + x * x, 0.1, 10, 0.7936997275984723, 14),
          new Known(x -> x * x * x * x * x * x, -1, 100, -3.229313139033872e-07, 45),
          new Known(x -> x < 0.2 ? 5 : x < 0.6 ? 1 : 3, 0, 1, 0.23607244353321918, 24));

  /** Counts how often a function is asked, and that it is only asked inside of the interval. */
  private static final class Counted implements DoubleUnaryOperator {
    private final DoubleUnaryOperator function;
    private final double low;
    private final double high;
    private int evaluations;

    Counted(DoubleUnaryOperator function, double low, double high) {
      this.function = function;
      this.low = low;
      this.high = high;
    }

    @Override
    public double applyAsDouble(double x) {
      assertThat(x).isBetween(low, high);
      evaluations++;
      return function.applyAsDouble(x);
    }
  }

  @Test
  void takesTheStepsOfThePublishedMinimiserBitForBit() {
    for (Known known : KNOWN) {
      Counted counted = new Counted(known.function, known.low, known.high);
      BoundedMinimum found = BoundedMinimum.of(counted, known.low, known.high);
      assertThat(found.x()).isEqualTo(known.x);
      assertThat(found.value()).isEqualTo(known.function.applyAsDouble(known.x));
      assertThat(counted.evaluations).isEqualTo(known.evaluations);
    }
  }

  @Test
  void findsTheVertexOfRandomParabolas() {
    Random random = Seeds.random("BoundedMinimumTest", 41);
    for (int i = 0; i < 200; i++) {
      double low = 10 * random.nextGaussian();
      double high = low + 10 * random.nextDouble() + 0.1;
      double vertex = low + random.nextDouble() * (high - low);
      double a = Math.exp(random.nextGaussian());
      Counted parabola = new Counted(x -> a * (x - vertex) * (x - vertex) - 1, low, high);
      BoundedMinimum found = BoundedMinimum.of(parabola, low, high);
      assertThat(found.x()).isCloseTo(vertex, within(2e-5));
      assertThat(parabola.evaluations).isLessThan(50);
    }
  }

  @Test
  void stopsAfterFiveHundredEvaluations() {
    Counted steep = new Counted(Math::abs, -1e300, 1e290);
    BoundedMinimum found = BoundedMinimum.of(steep, -1e300, 1e290);
    assertThat(steep.evaluations).isEqualTo(500);
    assertThat(found.value()).isEqualTo(Math.abs(found.x()));
  }

  @Test
  void anIntervalOfOnePointIsThatPoint() {
    assertThat(BoundedMinimum.of(x -> 3 * x, 2, 2)).isEqualTo(new BoundedMinimum(2, 6));
    assertThatThrownBy(() -> BoundedMinimum.of(x -> x, 2, 1)).hasMessage("no interval: [2.0, 1.0]");
    assertThatThrownBy(() -> BoundedMinimum.of(x -> x, Double.NaN, 1))
        .hasMessage("no interval: [NaN, 1.0]");
  }
}
