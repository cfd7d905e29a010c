package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanGroupsTest {
  private static final int ROUNDS = 60;

  @Test
  void isCloseToTheBestOfAllGroupings() {
    Random random = Seeds.random("SpanGroupsTest", 91);
    double excess = 0;
    int optimal = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Spans spans = new Spans(random, 7, round % 2 == 0);
      int[] labels = new SpanGroups(spans.toArray()).group(3);
      double found = new SpanGroups(spans.toArray()).cost(labels);
      assertThat(found).isCloseTo(spans.cost(labels), within(1e-12 * found));
      double[] best = {Double.POSITIVE_INFINITY};
      Spans.forEachGrouping(7, 3, any -> best[0] = Math.min(best[0], spans.cost(any)));
      assertThat(found).isBetween(best[0] * (1 - 1e-9), 1.5 * best[0]);
      excess += found / best[0] - 1;
      optimal += found < best[0] * (1 + 1e-9) ? 1 : 0;
    }
    System.out.printf(
        "%d of %d are optimal, %.4f above it on average%n", optimal, ROUNDS, excess / ROUNDS);
    assertThat(optimal).isGreaterThan(ROUNDS * 3 / 4);
    assertThat(excess / ROUNDS).isLessThan(0.03);
  }

  /** One group less than channels: two channels are joined, and the cheapest pair is the best. */
  @Test
  void theFirstMergerIsTheCheapestPair() {
    Random random = Seeds.random("SpanGroupsTest.pair", 92);
    for (int round = 0; round < 50; round++) {
      Spans spans = new Spans(random, 9, round % 2 == 0);
      double best = Double.POSITIVE_INFINITY;
      for (int a = 0; a < 9; a++) {
        for (int b = a + 1; b < 9; b++) {
          int first = a;
          int second = b;
          int[] labels = new int[9];
          Arrays.setAll(labels, c -> c == second ? first : c);
          best = Math.min(best, spans.cost(labels));
        }
      }
      int[] found = new SpanGroups(spans.toArray()).group(8);
      assertThat(spans.cost(found)).isCloseTo(best, within(1e-9 * best));
    }
  }

  /** The same procedure with nothing remembered between two mergers. */
  @Test
  void mergesAndMovesAsTheNaiveProcedureDoes() {
    Random random = Seeds.random("SpanGroupsTest.naive", 93);
    for (int round = 0; round < 300; round++) {
      Spans spans = new Spans(random, 14, round % 2 == 0);
      int count = 1 + random.nextInt(6);
      int[] naive = naiveMoves(spans, naiveMergers(spans, count), count);
      int[] found = new SpanGroups(spans.toArray()).group(count);
      assertThat(found).as("round %d, %d groups", round, count).isEqualTo(naive);
    }
  }

  private static int[] naiveMergers(Spans spans, int count) {
    int[] labels = new int[spans.low.length];
    Arrays.setAll(labels, c -> c);
    for (int groups = labels.length; groups > count; groups--) {
      int[] best = null;
      for (int a = 0; a < groups; a++) {
        for (int b = a + 1; b < groups; b++) {
          int into = a;
          int from = b;
          int[] merged = Arrays.stream(labels).map(g -> g == from ? into : g).toArray();
          best = best == null || spans.cost(merged) < spans.cost(best) ? merged : best;
        }
      }
      labels = SpanGroups.numbered(best);
    }
    return labels;
  }

  private static int[] naiveMoves(Spans spans, int[] labels, int count) {
    boolean moved = true;
    for (int sweep = 0; moved && sweep < 20; sweep++) {
      moved = false;
      for (int c = 0; c < labels.length; c++) {
        int own = labels[c];
        int best = own;
        double least = spans.cost(labels) * (1 - 1e-12);
        for (int g = 0; g < count; g++) {
          labels[c] = g;
          if (g != own && spans.cost(labels) < least) {
            least = spans.cost(labels);
            best = g;
          }
        }
        labels[c] = best;
        moved |= best != own;
      }
    }
    return SpanGroups.numbered(labels);
  }

  @Test
  void groupsAreNumberedByTheirFirstChannel() {
    assertThat(SpanGroups.numbered(new int[] {7, 3, 7, 0, 3})).containsExactly(0, 1, 0, 2, 1);
    Spans spans = new Spans(new Random(5), 4, false);
    assertThat(new SpanGroups(spans.toArray()).group(9)).containsExactly(0, 1, 2, 3);
    assertThat(new SpanGroups(spans.toArray()).group(1)).containsOnly(0);
  }

  @Test
  void aSpanCoversZeroUnlessChannelsHaveTheirOwnZeroPoints() {
    ChannelRange high = new ChannelRange(3, 5);
    ChannelRange low = new ChannelRange(-2, -1);
    GroupSpan shared = GroupSpan.of(high, 2, false).with(GroupSpan.of(low, 1, false));
    assertThat(shared.width()).isEqualTo(7);
    assertThat(shared.cost()).isEqualTo(3 * 49);
    GroupSpan own = GroupSpan.of(high, 2, true).with(GroupSpan.of(low, 1, true));
    assertThat(own.width()).isEqualTo(2);
    assertThat(GroupSpan.of(high, 2, true).mergeCost(GroupSpan.of(low, 1, true)))
        .isEqualTo(3 * 4 - 2 * 4 - 1);
    for (boolean zeroPerChannel : new boolean[] {false, true}) {
      GroupSpan empty = GroupSpan.empty(zeroPerChannel);
      assertThat(empty.cost()).isZero();
      GroupSpan one = GroupSpan.of(low, 1, zeroPerChannel);
      assertThat(empty.with(one)).isEqualTo(one);
    }
  }
}
