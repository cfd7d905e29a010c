package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.format.HluqParameters;
import io.samforge.calib.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HluqSearchTest {
  /** GELU of normal values with mean -0.8 and deviation 3: a long, sparse upper tail. */
  private static FloatMatrix wideGelu(Random random, int tokens, int channels) {
    float[] values = new float[tokens * channels];
    for (int i = 0; i < values.length; i++) {
      double y = random.nextGaussian() * 3 - 0.8;
      values[i] = (float) (0.5 * y * (1 + Math.tanh(0.7978845608 * (y + 0.044715 * y * y * y))));
    }
    return new FloatMatrix(tokens, channels, values);
  }

  private static FloatMatrix normal(Random random, int rows, int columns, double deviation) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return new FloatMatrix(rows, columns, values);
  }

  @Test
  void picksTheSmallLogPartForWideTensors() {
    Random random = Seeds.random("HluqSearchTest", 31);
    FloatMatrix input = wideGelu(random, 256, 96);
    FloatMatrix weights = normal(random, 48, 96, 0.1);
    HluqSearch.Candidate best = new HluqSearch(4).search(input, weights).best();
    assertThat(best.rho()).isEqualTo(0.1);
    assertThat(best.gamma()).isEqualTo(0.25);
    assertThat(best.parameters().nLog()).isEqualTo(4);
  }

  @Test
  void errorsAreThoseOfTheLayerOutput() {
    Random random = Seeds.random("HluqSearchTest.errors", 32);
    FloatMatrix input = wideGelu(random, 20, 10);
    FloatMatrix weights = normal(random, 7, 10, 1);
    HluqSearch.Outcome outcome = new HluqSearch(4).search(input, weights);
    assertThat(outcome.all()).hasSize(9);
    for (HluqSearch.Candidate candidate : outcome.all()) {
      double expected = plainError(input, weights, candidate, 8);
      assertThat(candidate.error()).isCloseTo(expected, within(1e-4 * expected));
      assertThat(outcome.best().error()).isLessThanOrEqualTo(candidate.error());
    }
  }

  @Test
  void parametersFollowTheRange() {
    FloatMatrix input = new FloatMatrix(1, 4, new float[] {-0.17f, 0, 0.5f, 1.43f});
    HluqSearch.Outcome outcome =
        new HluqSearch(4).search(input, new FloatMatrix(1, 4, new float[] {1, 1, 1, 1}));
    HluqSearch.Candidate candidate = outcome.all().get(4);
    assertThat(candidate.rho()).isEqualTo(0.3);
    assertThat(candidate.gamma()).isEqualTo(0.25);
    assertThat(candidate.parameters().scaleLog()).isCloseTo(0.48, within(1e-6));
    assertThat(candidate.parameters().scaleUniform()).isCloseTo(0.0995556, within(1e-6));
  }

  @Test
  void theCapOnShiftsCountsInTheSearch() {
    Random random = Seeds.random("HluqSearchTest.cap", 33);
    // Values next to the minimum need the smallest levels, which a capped quantiser does not have.
    // Channel 0 only stretches the range to [0, 1]; no output looks at it.
    float[] values = new float[400];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (i % 4 == 0 ? i / 4 % 2 : Math.pow(2, -19 - random.nextInt(7)));
    }
    FloatMatrix input = new FloatMatrix(100, 4, values);
    FloatMatrix weights = new FloatMatrix(2, 4, new float[] {0, 1, 2, -1, 0, -2, 1, 1});
    HluqSearch.Candidate half = new HluqSearch(6).search(input, weights).all().get(2);
    assertThat(half.parameters().nLog()).isEqualTo(32);
    double capped = plainError(input, weights, half, 16);
    assertThat(half.error()).isCloseTo(capped, within(1e-4 * capped));
    assertThat(capped).isGreaterThan(4 * plainError(input, weights, half, 32));
  }

  @Test
  void theSpacingOfLogCodesDoesNotShrinkWithBits() {
    // Relative distance of neighbouring log levels: always a factor of two below the breakpoint.
    Random random = Seeds.random("HluqSearchTest.spacing", 34);
    FloatMatrix input = wideGelu(random, 64, 16);
    FloatMatrix weights = normal(random, 4, 16, 1);
    for (int bits : new int[] {4, 5, 6}) {
      for (HluqSearch.Candidate candidate : new HluqSearch(bits).search(input, weights).all()) {
        HluqParameters p = candidate.parameters();
        double top = p.decode(p.nLog()) - p.offset();
        assertThat(p.decode(p.nLog() - 1) - p.offset()).isCloseTo(top / 2, within(1e-9 * top));
        assertThat(top).isCloseTo(p.scaleLog(), within(1e-9 * top));
      }
    }
  }

  /** The finer grid holds all shares of the published one, and none of its candidates clips. */
  @Test
  void theFineGridReachesTheLargestValueAndIsSearchedExhaustively() {
    Random random = Seeds.random("HluqSearchTest.fine", 35);
    FloatMatrix input = wideGelu(random, 40, 12);
    FloatMatrix weights = normal(random, 5, 12, 1);
    ChannelRange range = ChannelRange.ofAll(input);
    for (int bits : new int[] {2, 4, 6}) {
      HluqSearch.Outcome outcome = new HluqSearch(bits).searchFine(range, input, weights);
      assertThat(outcome.all()).hasSize(36);
      int shifts = Math.min((1 << bits) / 2, 16);
      for (HluqSearch.Candidate candidate : outcome.all()) {
        HluqParameters p = candidate.parameters();
        assertThat(p.decode(p.codes() - 1)).isCloseTo(range.max(), within(1e-9));
        assertThat(p.scaleLog())
            .isCloseTo(candidate.rho() * ((double) range.max() - range.min()), within(1e-9));
        assertThat(p.nLog()).isEqualTo(Math.max(1, (int) (candidate.gamma() * p.codes())));
        double expected = plainError(input, weights, candidate, shifts);
        assertThat(candidate.error()).isCloseTo(expected, within(1e-4 * expected));
        assertThat(outcome.best().error()).isLessThanOrEqualTo(candidate.error());
      }
      for (HluqSearch.Candidate published :
          new HluqSearch(bits).search(range, input, weights).all()) {
        assertThat(outcome.all())
            .anyMatch(c -> c.rho() == published.rho() && c.gamma() == published.gamma());
      }
    }
    assertThatThrownBy(() -> new HluqSearch(4).searchFine(new ChannelRange(2, 2), input, weights))
        .hasMessage("the tensor is constant, 2.0");
  }

  @Test
  void refusesAConstantTensor() {
    FloatMatrix constant = new FloatMatrix(1, 2, new float[] {3, 3});
    assertThatThrownBy(() -> new HluqSearch(4).search(constant, constant))
        .hasMessage("the tensor is constant, 3.0");
  }

  private static double plainError(
      FloatMatrix input, FloatMatrix weights, HluqSearch.Candidate candidate, int shifts) {
    double sum = 0;
    for (int t = 0; t < input.rows(); t++) {
      for (int o = 0; o < weights.rows(); o++) {
        double difference = 0;
        for (int c = 0; c < input.columns(); c++) {
          double x = input.get(t, c);
          difference += (quantised(x, candidate.parameters(), shifts) - x) * weights.get(o, c);
        }
        sum += difference * difference;
      }
    }
    return sum / (input.rows() * weights.rows());
  }

  /** The quantiser as its definition has it: logarithm and rounding, no thresholds. */
  private static double quantised(double value, HluqParameters p, int shifts) {
    double x = value - p.offset();
    if (x <= p.scaleLog()) {
      long i = Math.round(-(Math.log(Math.max(x, 1e-20) / p.scaleLog()) / Math.log(2)));
      return p.offset()
          + (i >= Math.min(p.nLog(), shifts) ? 0 : Math.scalb(p.scaleLog(), (int) -i));
    }
    long j = Math.min(p.codes() - p.nLog() - 1, Math.round((x - p.scaleLog()) / p.scaleUniform()));
    return p.offset() + p.scaleLog() + j * p.scaleUniform();
  }
}
