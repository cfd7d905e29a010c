package io.samforge.arch.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.samforge.arch.Seeds;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleGridTest {

  @Test
  void twoScalesOfAnyUsualRatioAreMetWithin1e5() {
    Random random = Seeds.random(21);
    for (int i = 0; i < 500; i++) {
      double first = Math.exp(random.nextGaussian() * 3);
      double second = first * Math.pow(10, random.nextDouble() * 9 - 4.5);
      ScaleGrid grid = ScaleGrid.of(first, second);
      assertThat(grid.worstRelativeError(first, second)).isLessThan(1.1e-5);
    }
  }

  @Test
  void noOtherMultiplierOfTheLargestScaleIsBetter() {
    Random random = Seeds.random(22);
    for (int i = 0; i < 20; i++) {
      double[] scales = random.doubles(2 + random.nextInt(7), 0.05, 3).toArray();
      ScaleGrid grid = ScaleGrid.of(scales);
      double found = grid.worstRelativeError(scales);
      assertThat(found).isLessThan(2e-4);
      for (int top = 1000; top <= 65535; top += 13) {
        assertThat(found).isLessThanOrEqualTo(bestError(scales, top) + 1e-10);
      }
    }
  }

  @Test
  void everyScaleIsAnExactProduct() {
    Random random = Seeds.random(23);
    for (int i = 0; i < 50; i++) {
      ScaleGrid grid = ScaleGrid.of(random.doubles(4, 1e-9, 1e9).toArray());
      for (int j = 0; j < 4; j++) {
        BigDecimal exact =
            new BigDecimal(grid.baseScale()).multiply(new BigDecimal(grid.multipliers()[j]));
        assertThat(new BigDecimal(grid.scale(j))).isEqualByComparingTo(exact);
      }
    }
  }

  /** The scale of channels that are always zero is almost nothing; it must not cost the others. */
  @Test
  void aScaleTooSmallForTheGridMovesNoOther() {
    double[] scales = {0.1, 1e-8, 0.0371};
    ScaleGrid grid = ScaleGrid.of(scales);
    assertThat(grid.scale(0)).isCloseTo(scales[0], withinPercentage(0.01));
    assertThat(grid.scale(2)).isCloseTo(scales[2], withinPercentage(0.01));
    assertThat(grid.multipliers()[1]).isEqualTo(1);
  }

  @Test
  void oneScaleIsMetAlmostExactly() {
    assertThat(ScaleGrid.of(0.1).worstRelativeError(0.1)).isLessThan(1e-10);
  }

  @Test
  void badScalesAndGridsAreRejected() {
    assertThatThrownBy(() -> ScaleGrid.of(1, 0)).hasMessageContaining("scale 0.0");
    assertThatThrownBy(() -> ScaleGrid.of(Double.NaN)).hasMessageContaining("scale NaN");
    assertThatThrownBy(() -> new ScaleGrid(new int[] {0}, 1)).hasMessageContaining("multiplier 0");
    assertThatThrownBy(() -> new ScaleGrid(new int[] {65536}, 1)).hasMessageContaining("65536");
    assertThatThrownBy(() -> new ScaleGrid(new int[] {1}, 0.1)).hasMessageContaining("base scale");
  }

  private static double bestError(double[] scales, int top) {
    double largest = 0;
    for (double s : scales) {
      largest = Math.max(largest, s);
    }
    double low = Double.MAX_VALUE;
    double high = 0;
    for (double s : scales) {
      double ratio = Math.max(1, Math.rint(s / largest * top)) / s;
      low = Math.min(low, ratio);
      high = Math.max(high, ratio);
    }
    return (high - low) / (high + low);
  }

  /** With few multipliers no scale becomes narrower than it was wanted. */
  @Test
  void coveringGridsAreNotBelowTheWantedScales() {
    Random random = Seeds.random(92);
    for (int i = 0; i < 500; i++) {
      int most = 1 + random.nextInt(40);
      double[] wanted = random.doubles(3, 0.01, 1).toArray();
      ScaleGrid grid = ScaleGrid.covering(most, wanted);
      double largest = Arrays.stream(wanted).max().orElseThrow();
      for (int j = 0; j < wanted.length; j++) {
        assertThat(grid.multipliers()[j]).isBetween(1, most);
        assertThat(grid.scale(j)).isGreaterThan(wanted[j] * (1 - 0x1p-35));
        assertThat(grid.scale(j)).isLessThan(wanted[j] + largest / most * (1 + 0x1p-35));
      }
      ScaleGrid nearest = ScaleGrid.of(most, wanted);
      assertThat(Arrays.stream(nearest.multipliers()).max().orElseThrow())
          .isLessThanOrEqualTo(most);
      ScaleGrid both = grid.doubled(6);
      assertThat(ScaleGrid.firstHalf(both.scales(), 6)).containsExactly(grid.scales());
    }
    assertThatThrownBy(() -> ScaleGrid.of(1).doubled(6))
        .hasMessage("multiplier 4194240; allowed: 1 to 65535");
  }
}
