package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WidthPartitionTest {
  @Test
  void withoutAUnitItIsTheBestOfAllGroupings() {
    Random random = Seeds.random("WidthPartitionTest", 101);
    for (int round = 0; round < 60; round++) {
      Spans spans = new Spans(random, 7, true);
      int groups = 1 + round % 4;
      double[] best = {Double.POSITIVE_INFINITY};
      Spans.forEachGrouping(7, groups, any -> best[0] = Math.min(best[0], spans.cost(any)));
      int[] labels = new WidthPartition(spans.toArray()).group(groups, 1);
      assertThat(spans.cost(labels)).isCloseTo(best[0], within(1e-12 * best[0]));
      assertThat(Spans.sizes(labels)).hasSizeLessThanOrEqualTo(groups);
    }
  }

  @Test
  void groupsOfAUnitAreTheBestCutsOfTheSortedChannels() {
    Random random = Seeds.random("WidthPartitionTest.unit", 102);
    for (int round = 0; round < 60; round++) {
      int unit = 2 + random.nextInt(3);
      Spans spans = new Spans(random, 12 + random.nextInt(8), true);
      int groups = 1 + random.nextInt(4);
      int[] labels = new WidthPartition(spans.toArray()).group(groups, unit);
      double best = leastOfAllCuts(spans, groups, unit);
      assertThat(spans.cost(labels)).isCloseTo(best, within(1e-12 * best));
      assertThat(labels).isEqualTo(SpanGroups.numbered(labels));
      assertThat(isAllowed(spans, labels, unit)).isTrue();
    }
  }

  /** With equal weights the sorted channels are the best arrangement, so nothing can be better. */
  @Test
  void groupsOfAUnitAreTheBestOfAllGroupingsOfEqualWeights() {
    Random random = Seeds.random("WidthPartitionTest.equal", 103);
    for (int round = 0; round < 30; round++) {
      Spans spans = new Spans(random, 7 + round % 2, true);
      Arrays.fill(spans.weight, 1);
      double[] best = {Double.POSITIVE_INFINITY};
      Spans.forEachGrouping(
          spans.low.length,
          3,
          any -> {
            if (spans.cost(any) < best[0] && isAllowed(spans, any, 2)) {
              best[0] = spans.cost(any);
            }
          });
      int[] labels = new WidthPartition(spans.toArray()).group(3, 2);
      assertThat(spans.cost(labels)).isCloseTo(best[0], within(1e-12 * best[0]));
    }
  }

  @Test
  void equalWidthsStayInTheOrderOfTheChannels() {
    GroupSpan[] spans = new GroupSpan[6];
    Arrays.setAll(spans, c -> GroupSpan.of(new ChannelRange(c, c + 1 + c % 2), 1, true));
    assertThat(new WidthPartition(spans).group(2, 3)).containsExactly(0, 1, 0, 1, 0, 1);
    // Two groups cost as much as one of channels that are all alike: one is enough.
    Arrays.setAll(spans, c -> GroupSpan.of(new ChannelRange(c, c + 1), 1, true));
    assertThat(new WidthPartition(spans).group(4, 1)).containsOnly(0);
  }

  private static double width(Spans spans, int channel) {
    return (double) spans.high[channel] - spans.low[channel];
  }

  private static double leastOfAllCuts(Spans spans, int groups, int unit) {
    int n = spans.low.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> width(spans, c)))
            .mapToInt(Integer::intValue)
            .toArray();
    int places = (n + unit - 1) / unit;
    double best = Double.POSITIVE_INFINITY;
    for (int cuts = 0; cuts < 1 << places - 1; cuts++) {
      if (Integer.bitCount(cuts) < groups) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
          labels[order[i]] = Integer.bitCount(cuts & (1 << i / unit) - 1);
        }
        best = Math.min(best, spans.cost(labels));
      }
    }
    return best;
  }

  /** Only the widest group may hold another number than a multiple of the unit. */
  private static boolean isAllowed(Spans spans, int[] labels, int unit) {
    int[] sizes = Spans.sizes(labels);
    int widest = widest(spans, labels);
    return IntStream.range(0, sizes.length).allMatch(g -> g == widest || sizes[g] % unit == 0);
  }

  private static int widest(Spans spans, int[] labels) {
    return IntStream.range(0, labels.length)
        .boxed()
        .max(Comparator.comparingDouble(c -> width(spans, c)))
        .map(c -> labels[c])
        .orElseThrow();
  }
}
