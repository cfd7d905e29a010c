package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.format.HluqParameters;
import io.samforge.calib.Seeds;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HluqRefinementTest {
  /** GELU of normal values. */
  private static ValueDistribution gelu(Random random) {
    float[] values = new float[400];
    for (int i = 0; i < values.length; i++) {
      double y = random.nextGaussian() * 2 - 0.5;
      values[i] = (float) (0.5 * y * (1 + Math.tanh(0.7978845608 * (y + 0.044715 * y * y * y))));
    }
    return ValueDistribution.ofAll(new FloatMatrix(1, values.length, values));
  }

  @Test
  void isNeverWorseThanItsStartAndThanEveryPointOfAnExhaustiveScan() {
    Random random = Seeds.random("HluqRefinementTest", 131);
    double worst = 0;
    for (int round = 0; round < 4; round++) {
      int bits = 4 + round % 3;
      ValueDistribution values = gelu(random);
      ChannelRange range = values.range();
      HluqParameters start = new HluqParameters(bits, 2, range.min(), 0.5, 0.2);
      double found = values.error(new HluqRefinement(bits, values::error).search(range, start));
      assertThat(found).isLessThanOrEqualTo(values.error(start));
      double scanned = scan(values, range, bits);
      worst = Math.max(worst, found / scanned);
      assertThat(found).isLessThan(1.1 * scanned);
    }
    System.out.printf("at most %.3f times the error of the scan%n", worst);
  }

  /** All numbers of log codes of the search, 15 offsets, 20 log scales, 20 uniform scales. */
  private static double scan(ValueDistribution values, ChannelRange range, int bits) {
    double width = (double) range.max() - range.min();
    double best = Double.POSITIVE_INFINITY;
    int levels = 1 << bits;
    for (int n : new int[] {levels / 8, levels / 4, levels / 2}) {
      for (int o = -7; o <= 7; o++) {
        for (int l = 1; l <= 20; l++) {
          for (int u = 1; u <= 20; u++) {
            HluqParameters q =
                new HluqParameters(
                    bits,
                    n,
                    range.min() + 0.01 * o * width,
                    0.03 * l * width,
                    0.06 * u * width / (levels - n) + 1e-6);
            best = Math.min(best, values.error(q));
          }
        }
      }
    }
    return best;
  }

  @Test
  void aStartThatIsBestStays() {
    HluqParameters start = new HluqParameters(4, 3, 0.1, 0.7, 0.2);
    HluqRefinement refinement = new HluqRefinement(4, q -> q.equals(start) ? 0 : 1);
    assertThat(refinement.search(new ChannelRange(0, 3), start)).isEqualTo(start);
  }

  @Test
  void triesEveryShareOfLogCodes() {
    for (int bits : new int[] {2, 4, 6, 8}) {
      Set<Integer> tried = new HashSet<>();
      HluqParameters start = new HluqParameters(bits, 1, 0, 1, 1);
      new HluqRefinement(
              bits,
              q -> {
                tried.add(q.nLog());
                return 1;
              })
          .search(new ChannelRange(-1, 3), start);
      int levels = 1 << bits;
      assertThat(tried)
          .containsOnly(1, Math.max(1, levels / 8), Math.max(1, levels / 4), levels / 2);
    }
  }

  @Test
  void refusesAConstantTensor() {
    HluqRefinement refinement = new HluqRefinement(4, q -> 1);
    HluqParameters start = new HluqParameters(4, 3, 0, 1, 1);
    assertThatThrownBy(() -> refinement.search(new ChannelRange(3, 3), start))
        .hasMessage("the tensor is constant, 3.0");
  }
}
