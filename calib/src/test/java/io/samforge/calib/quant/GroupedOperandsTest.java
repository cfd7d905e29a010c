package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.calib.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupedOperandsTest {
  private static final int CHANNELS = 12;

  private static CagOperand operand(
      FloatMatrix rows, double[] weights, GroupParameters parameters, boolean own, int... labels) {
    ChannelRange[] ranges = ChannelRange.ofColumns(rows);
    return new GroupedOperands(ranges, rows, weights, 4, parameters, own).operand(labels);
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int[] labels(Random random) {
    int[] labels = random.ints(CHANNELS, 0, 3).toArray();
    labels[0] = 0;
    labels[1] = 1;
    labels[2] = 2;
    return labels;
  }

  private static double error(FloatMatrix rows, double[] weights, CagOperand operand, int group) {
    double sum = 0;
    for (int c = 0; c < rows.columns(); c++) {
      Quantizer quantizer = operand.quantizer(c);
      for (int r = 0; r < rows.rows() && operand.groupOfChannel()[c] == group; r++) {
        double x = rows.get(r, c);
        double difference = quantizer.decode(quantizer.encode(x)) - x;
        sum += weights[c] * difference * difference;
      }
    }
    return sum;
  }

  /** The published parameters are those that merging channels makes. */
  @Test
  void meansAreThoseOfMergedGroups() {
    Random random = Seeds.random("GroupedOperandsTest.mean", 161);
    for (int round = 0; round < 40; round++) {
      FloatMatrix rows = new RandomValues(random).channels(20, CHANNELS, 3);
      ScaleZero[] own =
          Arrays.stream(ChannelRange.ofColumns(rows))
              .map(range -> range.quantizer(16))
              .toArray(ScaleZero[]::new);
      ChannelGroups merged = ChannelGroups.perChannel(own).merge(3, GroupingMetric.NORMALISED, 16);
      CagOperand expected = merged.operand(4);
      CagOperand found =
          operand(rows, ones(CHANNELS), GroupParameters.MEAN, false, merged.labels());
      assertThat(found.zeroPoint()).isEqualTo(expected.zeroPoint());
      for (int g = 0; g < expected.groups().size(); g++) {
        assertThat(found.groups().get(g).scale())
            .isCloseTo(expected.groups().get(g).scale(), within(1e-12));
      }
    }
  }

  @Test
  void unionsClipNothing() {
    Random random = Seeds.random("GroupedOperandsTest.union", 162);
    for (int round = 0; round < 60; round++) {
      FloatMatrix rows = new RandomValues(random).channels(30, CHANNELS, 4);
      boolean own = round % 2 == 0;
      int[] labels = labels(random);
      CagOperand found = operand(rows, ones(CHANNELS), GroupParameters.UNION, own, labels);
      assertThat(found.groupOfChannel()).isEqualTo(labels);
      ChannelRange[] ranges = ChannelRange.ofColumns(rows);
      for (int c = 0; c < CHANNELS; c++) {
        UniformParameters q = found.quantizer(c);
        double half = q.scale() * (0.5 + 1e-3);
        assertThat((double) ranges[c].min()).isGreaterThan(q.decode(0) - half);
        assertThat((double) ranges[c].max()).isLessThan(q.decode(15) + half);
        double width = width(ranges, labels, labels[c], own);
        assertThat(q.scale() * 15).isCloseTo(width, within(1e-4 * width));
      }
    }
  }

  /** What the quantiser of a group has to cover. */
  private static double width(ChannelRange[] ranges, int[] labels, int group, boolean own) {
    double low = 0;
    double high = 0;
    double widest = 0;
    for (int c = 0; c < labels.length; c++) {
      if (labels[c] == group) {
        low = Math.min(low, ranges[c].min());
        high = Math.max(high, ranges[c].max());
        widest = Math.max(widest, (double) ranges[c].max() - ranges[c].min());
      }
    }
    return own ? widest : high - low;
  }

  @Test
  void searchedParametersAreNeverWorseThanUnions() {
    Random random = Seeds.random("GroupedOperandsTest.searched", 163);
    int better = 0;
    for (int round = 0; round < 40; round++) {
      FloatMatrix rows = new RandomValues(random).channels(40, CHANNELS, 4);
      double[] weights = random.doubles(CHANNELS, 0.1, 2).toArray();
      int[] labels = labels(random);
      boolean own = round % 2 == 0;
      CagOperand union = operand(rows, weights, GroupParameters.UNION, own, labels);
      CagOperand searched = operand(rows, weights, GroupParameters.SEARCHED, own, labels);
      for (int g = 0; g < 3; g++) {
        double before = error(rows, weights, union, g);
        double after = error(rows, weights, searched, g);
        assertThat(after).isLessThanOrEqualTo(before * (1 + 1e-4));
        better += after < 0.98 * before ? 1 : 0;
      }
    }
    assertThat(better).isGreaterThan(40);
  }

  /** Sixteen narrowings down to a fifth of the widest range: all of them, by definition. */
  @Test
  void aSearchedScaleIsTheBestOfItsNarrowings() {
    Random random = Seeds.random("GroupedOperandsTest.narrowings", 164);
    for (int round = 0; round < 10; round++) {
      FloatMatrix rows = withOutliers(new RandomValues(random).channels(300, 5, 2), 2 + round % 5);
      double[] weights = random.doubles(5, 0.1, 2).toArray();
      ChannelRange[] ranges = ChannelRange.ofColumns(rows);
      CagOperand found = operand(rows, weights, GroupParameters.SEARCHED, true, new int[5]);
      double least = Double.POSITIVE_INFINITY;
      for (int n = 0; n <= 16; n++) {
        double scale = width(ranges, new int[5], 0, true) * (1 - 0.05 * n) / 15;
        int[] zero = new int[5];
        for (int c = 0; c < 5; c++) {
          double middle = ((double) ranges[c].min() + ranges[c].max()) / 2;
          zero[c] = (int) Math.rint(7.5 - middle / scale);
        }
        UniformParameters group = new UniformParameters(4, scale, 0);
        CagOperand any = new CagOperand(List.of(group), new int[5], zero);
        least = Math.min(least, error(rows, weights, any, 0));
      }
      assertThat(error(rows, weights, found, 0)).isCloseTo(least, within(1e-6 * least));
    }
  }

  /** The same rows with a last one, so many times as far from the means of the channels. */
  private static FloatMatrix withOutliers(FloatMatrix rows, int factor) {
    double[] means = rows.columnMeans();
    float[][] longer = Arrays.copyOf(rows.toRows(), rows.rows() + 1);
    longer[rows.rows()] = rows.row(0);
    for (int c = 0; c < means.length; c++) {
      longer[rows.rows()][c] = (float) (means[c] + factor * (rows.get(0, c) - means[c]));
    }
    return FloatMatrix.ofRows(longer);
  }

  @Test
  void ownZeroPointsCentreTheirChannelsInAMeanWidth() {
    FloatMatrix rows = FloatMatrix.ofRows(new float[][] {{0, 10}, {3, 11.5f}});
    CagOperand found = operand(rows, ones(2), GroupParameters.MEAN, true, 0, 0);
    assertThat(found.groups().get(0).scale()).isCloseTo(2.25 / 15, within(1e-9));
    // Middles 1.5 and 10.75 in the middle, 7.5, of the codes: 7.5 - 10 and 7.5 - 71.67.
    assertThat(found.zeroPoint()).containsExactly(-2, -64);
  }

  /** Channels whose zero-points have the mean 4.5: it goes to the even 4, not above. */
  @Test
  void aMeanHalfWayGoesToTheEvenZeroPoint() {
    float[] zeroPoints = {0, 0, 6, 7, 7, 7};
    float[][] rows = new float[2][6];
    for (int c = 0; c < 6; c++) {
      rows[0][c] = -zeroPoints[c] / 16;
      rows[1][c] = (15 - zeroPoints[c]) / 16;
    }
    CagOperand found =
        operand(FloatMatrix.ofRows(rows), ones(6), GroupParameters.MEAN, false, new int[6]);
    assertThat(found.zeroPoint()).containsOnly(4);
  }

  /** A dead channel behind a layer normalisation delivers its shift, whatever the input is. */
  @Test
  void aChannelThatIsAlwaysTheSameKeepsItsValue() {
    for (float value : new float[] {5, -5, 0, 1e-3f, -1e6f}) {
      FloatMatrix rows = FloatMatrix.ofRows(new float[][] {{value, 0}, {value, 1}});
      for (GroupParameters parameters : GroupParameters.values()) {
        CagOperand found = operand(rows, ones(2), parameters, true, 0, 1);
        UniformParameters q = found.quantizer(0);
        assertThat(q.decode(q.encode(value)))
            .as("%s, %s", parameters, q)
            .isCloseTo(value, within(1e-4 * Math.abs(value) + 1e-5));
      }
    }
  }

  /** Narrow channels far from zero: a scale that is a little wrong moves them by many steps. */
  @Test
  void zeroPointsBelongToTheScalesOfTheGrid() {
    Random random = Seeds.random("GroupedOperandsTest.grid", 165);
    for (int round = 0; round < 30; round++) {
      float[][] rows = {{-50, 0, 0, 0}, {50, 0, 0, 0}};
      for (int c = 1; c < 4; c++) {
        rows[0][c] = (float) (40 + 10 * random.nextDouble());
        rows[1][c] = (float) (rows[0][c] + 0.05 + 0.3 * random.nextDouble());
      }
      CagOperand wanted =
          operand(FloatMatrix.ofRows(rows), ones(4), GroupParameters.UNION, true, 0, 1, 2, 3);
      CagOperand snapped = (CagOperand) SnappedOperand.snap(wanted).operand();
      for (int c = 0; c < 4; c++) {
        UniformParameters q = snapped.quantizer(c);
        for (int r = 0; r < 2; r++) {
          double error = Math.abs(q.decode(q.encode(rows[r][c])) - rows[r][c]);
          assertThat(error).as("%s", q).isLessThan(0.52 * q.scale());
        }
      }
    }
  }

  /** Steps finer than the grid of scales would cost the widest group a good part of its range. */
  @Test
  void aWideGroupKeepsItsScaleBesideNarrowOnes() {
    float[][] rows = {{-50, 0, 0, 0}, {50, 100f / 30_011, 100f / 40_123, 100f / 50_021}};
    CagOperand found =
        operand(FloatMatrix.ofRows(rows), ones(4), GroupParameters.UNION, true, 0, 1, 2, 3);
    assertThat(found.groups().get(0).scale()).isCloseTo(100.0 / 15, withinPercentage(0.1));
  }
}
