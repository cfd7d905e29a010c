package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.format.UniformParameters;
import io.samforge.calib.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeSearchTest {
  /** Values with rare ones far outside, so that clipping is worth it. */
  private static ValueDistribution tailed(Random random) {
    float[] values = new float[600];
    for (int i = 0; i < values.length; i++) {
      double factor = random.nextInt(100) == 0 ? 6 : 1;
      values[i] = (float) (factor * random.nextGaussian() + 0.5);
    }
    return ValueDistribution.ofAll(new FloatMatrix(1, values.length, values));
  }

  @Test
  void isNeverWorseThanTheWholeRangeAndCloseToTheBestOfAFineScan() {
    Random random = Seeds.random("RangeSearchTest", 121);
    int clipped = 0;
    double worst = 1;
    for (int round = 0; round < 12; round++) {
      int bits = 3 + round % 4;
      ValueDistribution values = tailed(random);
      ChannelRange range = values.range();
      double found = values.error(new RangeSearch(bits, values::error).search(range));
      double whole = values.error(RangeSearch.whole(range, bits));
      double scanned = Double.POSITIVE_INFINITY;
      for (int low = 1; low <= 160; low++) {
        for (int high = 1; high <= 160; high++) {
          scanned = Math.min(scanned, values.error(shrunk(range, low / 160.0, high / 160.0, bits)));
        }
      }
      assertThat(found).isLessThanOrEqualTo(whole).isLessThan(1.1 * scanned);
      worst = Math.max(worst, found / scanned);
      clipped += found < 0.9 * whole ? 1 : 0;
    }
    System.out.printf("at most %.3f times the error of the fine scan%n", worst);
    assertThat(clipped).isGreaterThan(6);
  }

  /** The quantiser of a range whose ends are drawn in, by definition. */
  private static UniformParameters shrunk(ChannelRange range, double low, double high, int bits) {
    double bottom = low * range.min();
    double scale = (high * range.max() - bottom) / ((1 << bits) - 1);
    return new UniformParameters(bits, scale, (int) -Math.rint(bottom / scale));
  }

  @Test
  void triesTheWholeGridAndAsksForQuantisersWithZeroInside() {
    List<UniformParameters> asked = new ArrayList<>();
    ChannelRange range = new ChannelRange(-1, 2);
    UniformParameters wanted = shrunk(range, 0.3, 0.7, 4);
    UniformParameters found =
        new RangeSearch(
                4,
                q -> {
                  asked.add(q);
                  return q.equals(wanted) ? 0 : 1 + Math.abs(q.scale() - wanted.scale());
                })
            .search(range);
    assertThat(found).isEqualTo(wanted);
    assertThat(asked.get(0)).isEqualTo(RangeSearch.whole(range, 4));
    assertThat(asked).allSatisfy(q -> assertThat(q.zeroPoint()).isBetween(0, 15));
    assertThat(asked).allSatisfy(q -> assertThat(q.scale()).isLessThanOrEqualTo(3.0 / 15));
  }

  @Test
  void rangesOnOneSideOfZeroBeginThere() {
    assertThat(RangeSearch.whole(new ChannelRange(1, 3), 4))
        .isEqualTo(new UniformParameters(4, 3.0 / 15, 0));
    assertThat(RangeSearch.whole(new ChannelRange(-3, -1), 4))
        .isEqualTo(new UniformParameters(4, 3.0 / 15, 15));
    assertThat(RangeSearch.whole(new ChannelRange(0, 0), 4).scale()).isEqualTo(1e-8);
    ValueDistribution values =
        ValueDistribution.ofAll(new FloatMatrix(1, 4, new float[] {1, 2, 2.5f, 3}));
    UniformParameters found = new RangeSearch(4, values::error).search(values.range());
    assertThat(found.zeroPoint()).isZero();
    assertThat(values.error(found))
        .isLessThanOrEqualTo(values.error(RangeSearch.whole(values.range(), 4)));
  }

  @Test
  void aRangeOfNothingIsFound() {
    UniformParameters found = new RangeSearch(4, q -> 0).search(new ChannelRange(0, 0));
    assertThat(found.scale()).isCloseTo(1e-8, within(1e-20));
  }
}
