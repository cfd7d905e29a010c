package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.samforge.calib.Seeds;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneAlignmentTest {
  @Test
  void theGroupsTakeNoMoreSlotsThanOneGroupOfAllChannels() {
    Random random = Seeds.random("LaneAlignmentTest", 111);
    int fewer = 0;
    for (int round = 0; round < 150; round++) {
      int lanes = 1 << random.nextInt(5);
      int channels = 1 + random.nextInt(60);
      Spans spans = new Spans(random, channels, random.nextBoolean());
      int[] labels = new SpanGroups(spans.toArray()).group(1 + random.nextInt(5));
      int[] aligned = new LaneAlignment(spans.toArray(), lanes).align(labels);
      int[] sizes = Spans.sizes(aligned);
      int chunks = Arrays.stream(sizes).map(size -> (size + lanes - 1) / lanes).sum();
      assertThat(chunks).isEqualTo((channels + lanes - 1) / lanes);
      assertThat(sizes).doesNotContain(0).hasSizeLessThanOrEqualTo(Spans.sizes(labels).length);
      assertThat(aligned).isEqualTo(SpanGroups.numbered(aligned));
      // What is missing of whole chunks is missing once, however many groups share it.
      assertThat(chunks * lanes - channels).isLessThan(lanes);
      fewer += sizes.length < Spans.sizes(labels).length ? 1 : 0;
    }
    assertThat(fewer).isPositive();
  }

  @Test
  void isNeverWorseThanNaiveMovesAndCloseToTheBestOfAllGroupings() {
    Random random = Seeds.random("LaneAlignmentTest.cost", 112);
    double excess = 0;
    int swapped = 0;
    for (int round = 0; round < 60; round++) {
      Spans spans = new Spans(random, 7 + round % 2, round % 4 < 2);
      int[] labels = new SpanGroups(spans.toArray()).group(3);
      double cost = spans.cost(new LaneAlignment(spans.toArray(), 2).align(labels));
      double naive = naiveMoves(spans, labels, 2);
      double best = bestOfAll(spans, 2);
      assertThat(cost).isBetween(best * (1 - 1e-9), naive * (1 + 1e-9));
      excess += cost / best - 1;
      swapped += cost < naive * (1 - 1e-9) ? 1 : 0;
    }
    System.out.printf("%.4f above the best on average, %d better by swaps%n", excess / 60, swapped);
    assertThat(excess / 60).isLessThan(0.2);
    assertThat(swapped).isPositive();
  }

  /** For every choice of chunks the cheapest move, one after the other; the best choice. */
  private static double naiveMoves(Spans spans, int[] labels, int lanes) {
    int[] sizes = Spans.sizes(labels);
    int chunks = (labels.length + lanes - 1) / lanes;
    double best = Double.POSITIVE_INFINITY;
    for (int up = 0; up < 1 << sizes.length; up++) {
      int[] room = new int[sizes.length];
      for (int g = 0; g < room.length; g++) {
        room[g] = (sizes[g] / lanes + (up >> g & 1)) * lanes;
      }
      if (Arrays.stream(room).sum() == chunks * lanes) {
        best = Math.min(best, naiveMoves(spans, labels.clone(), room));
      }
    }
    return best;
  }

  private static double naiveMoves(Spans spans, int[] labels, int[] room) {
    while (true) {
      int[] sizes = Arrays.copyOf(Spans.sizes(labels), room.length);
      int channel = -1;
      int group = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < labels.length; c++) {
        int own = labels[c];
        for (int g = 0; g < room.length && sizes[own] > room[own]; g++) {
          labels[c] = g;
          if (sizes[g] < room[g] && spans.cost(labels) < least) {
            least = spans.cost(labels);
            channel = c;
            group = g;
          }
        }
        labels[c] = own;
      }
      if (channel < 0) {
        return spans.cost(labels);
      }
      labels[channel] = group;
    }
  }

  private static double bestOfAll(Spans spans, int lanes) {
    int channels = spans.low.length;
    double[] best = {Double.POSITIVE_INFINITY};
    Spans.forEachGrouping(
        channels,
        3,
        any -> {
          int chunks = IntStream.of(Spans.sizes(any)).map(s -> (s + lanes - 1) / lanes).sum();
          if (chunks == (channels + lanes - 1) / lanes) {
            best[0] = Math.min(best[0], spans.cost(any));
          }
        });
    return best[0];
  }

  @Test
  void groupsThatFillTheirChunksOnlyChangePlaces() {
    Random random = Seeds.random("LaneAlignmentTest.full", 113);
    for (int round = 0; round < 40; round++) {
      Spans spans = new Spans(random, 12, round % 2 == 0);
      int[] labels = IntStream.range(0, 12).map(c -> c % 3).toArray();
      int[] aligned = new LaneAlignment(spans.toArray(), 4).align(labels);
      assertThat(Spans.sizes(aligned)).containsExactly(4, 4, 4);
      assertThat(spans.cost(aligned)).isLessThanOrEqualTo(spans.cost(labels) * (1 + 1e-12));
    }
  }

  /** Sixteen groups have up to 12870 choices of chunks; trying all of them takes minutes. */
  @Test
  void manyGroupsAreAlignedSoon() {
    Spans spans = new Spans(Seeds.random("LaneAlignmentTest.many", 115), 384, true);
    int[] labels = IntStream.range(0, 384).map(c -> c / 24).toArray();
    int[] aligned =
        assertTimeout(
            Duration.ofSeconds(20), () -> new LaneAlignment(spans.toArray(), 16).align(labels));
    assertThat(IntStream.of(Spans.sizes(aligned))).allMatch(size -> size % 16 == 0);
  }

  @Test
  void withOneLaneNothingNeedsToMove() {
    Spans spans = new Spans(Seeds.random("LaneAlignmentTest.one", 114), 10, false);
    int[] labels = new SpanGroups(spans.toArray()).group(4);
    int[] aligned = new LaneAlignment(spans.toArray(), 1).align(labels);
    assertThat(Spans.sizes(aligned)).containsExactlyInAnyOrder(Spans.sizes(labels));
    assertThat(spans.cost(aligned))
        .isCloseTo(spans.cost(labels), within(0.5 * spans.cost(labels)))
        .isLessThanOrEqualTo(spans.cost(labels) * (1 + 1e-12));
  }
}
