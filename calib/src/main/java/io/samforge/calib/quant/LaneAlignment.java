package io.samforge.calib.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Changes the sizes of channel groups so that they fill whole chunks of K reduction lanes: the
 * groups together then take no more slots than one group of all channels would.
 *
 * <p>Every group gets the chunks that its channels fill, rounded down or up, so that the chunks of
 * all groups are {@code ceil(channels / K)}; all such choices are tried, or of very many those for
 * which fewest channels move. For each, channels leave groups that have too many for groups that
 * have room, one at a time, always the one that raises the cost of the groups least. Last, pairs of
 * channels of different groups change places as long as that lowers the cost.
 */
final class LaneAlignment {
  private static final int MAX_SWAPS = 200;

  /** As many as there can be with eight groups. */
  private static final int MAX_CHOICES = 70;

  private final GroupSpan[] channels;
  private final int lanes;

  /**
   * Makes an alignment.
   *
   * @param channels the span of every channel
   * @param lanes K
   */
  LaneAlignment(GroupSpan[] channels, int lanes) {
    this.channels = channels;
    this.lanes = lanes;
  }

  /**
   * The cheapest aligned groups.
   *
   * @param labels group of each channel, 0..groups-1
   * @return group of each channel, numbered by first channel; there may be fewer groups
   */
  int[] align(int[] labels) {
    int groups = Arrays.stream(labels).max().orElseThrow() + 1;
    SpanGroups costs = new SpanGroups(channels);
    int[] best = null;
    double bestCost = Double.POSITIVE_INFINITY;
    for (int[] chunks : chunkCounts(labels, groups)) {
      int[] moved = swapped(moved(labels, chunks));
      double cost = costs.cost(moved);
      if (cost < bestCost) {
        best = moved;
        bestCost = cost;
      }
    }
    return SpanGroups.numbered(best);
  }

  private List<int[]> chunkCounts(int[] labels, int groups) {
    int[] size = sizes(labels, groups);
    int wanted = (labels.length + lanes - 1) / lanes;
    List<int[]> choices = new ArrayList<>();
    for (int up = 0; up < 1 << groups; up++) {
      int[] chunks = new int[groups];
      for (int g = 0; g < groups; g++) {
        chunks[g] = size[g] / lanes + (up >> g & 1);
      }
      if (Arrays.stream(chunks).sum() == wanted) {
        choices.add(chunks);
      }
    }
    choices.sort(Comparator.comparingInt(chunks -> surplus(size, chunks)));
    return choices.subList(0, Math.min(MAX_CHOICES, choices.size()));
  }

  private int surplus(int[] size, int[] chunks) {
    return IntStream.range(0, size.length).map(g -> Math.max(0, size[g] - chunks[g] * lanes)).sum();
  }

  private int[] moved(int[] labels, int[] chunks) {
    int[] moved = labels.clone();
    while (true) {
      int[] size = sizes(moved, chunks.length);
      Move best = null;
      for (int from = 0; from < chunks.length; from++) {
        if (size[from] > chunks[from] * lanes) {
          best = cheaper(best, cheapestMove(moved, from, size, chunks));
        }
      }
      if (best == null) {
        return moved;
      }
      moved[best.channel] = best.to;
    }
  }

  private Move cheapestMove(int[] labels, int from, int[] size, int[] chunks) {
    GroupSpan[] spans = spans(labels, chunks.length);
    int[] members = members(labels, from);
    GroupSpan[] rest = allButOne(members);
    Move best = null;
    for (int i = 0; i < members.length; i++) {
      double gain = spans[from].cost() - rest[i].cost();
      for (int to = 0; to < chunks.length; to++) {
        if (size[to] < chunks[to] * lanes) {
          double loss = spans[to].with(channels[members[i]]).cost() - spans[to].cost();
          best = cheaper(best, new Move(members[i], to, loss - gain));
        }
      }
    }
    return best;
  }

  private int[] swapped(int[] labels) {
    int groups = Arrays.stream(labels).max().orElseThrow() + 1;
    int[] swapped = labels.clone();
    for (int swap = 0; swap < MAX_SWAPS; swap++) {
      if (!swapOnce(swapped, groups)) {
        break;
      }
    }
    return swapped;
  }

  /** Exchanges the channel that widens one group most with the one of another that fits best. */
  private boolean swapOnce(int[] labels, int groups) {
    GroupSpan[] spans = spans(labels, groups);
    for (int a = 0; a < groups; a++) {
      int[] members = members(labels, a);
      GroupSpan[] rest = allButOne(members);
      int widest = cheapest(rest);
      for (int b = 0; widest >= 0 && b < groups; b++) {
        int[] others = b == a ? new int[0] : members(labels, b);
        GroupSpan[] otherRest = allButOne(others);
        double before = spans[a].cost() + spans[b].cost();
        for (int j = 0; j < others.length; j++) {
          double after =
              rest[widest].with(channels[others[j]]).cost()
                  + otherRest[j].with(channels[members[widest]]).cost();
          if (after < before * (1 - 1e-9)) {
            labels[members[widest]] = b;
            labels[others[j]] = a;
            return true;
          }
        }
      }
    }
    return false;
  }

  private static int cheapest(GroupSpan[] spans) {
    int best = -1;
    for (int i = 0; i < spans.length; i++) {
      if (best < 0 || spans[i].cost() < spans[best].cost()) {
        best = i;
      }
    }
    return best;
  }

  /** The span of all members but the i-th, for every i. */
  private GroupSpan[] allButOne(int[] members) {
    GroupSpan none = GroupSpan.empty(channels[0].zeroPerChannel());
    GroupSpan[] after = new GroupSpan[members.length + 1];
    after[members.length] = none;
    for (int i = members.length - 1; i >= 0; i--) {
      after[i] = channels[members[i]].with(after[i + 1]);
    }
    GroupSpan[] rest = new GroupSpan[members.length];
    GroupSpan before = none;
    for (int i = 0; i < members.length; i++) {
      rest[i] = before.with(after[i + 1]);
      before = before.with(channels[members[i]]);
    }
    return rest;
  }

  private GroupSpan[] spans(int[] labels, int groups) {
    GroupSpan[] spans = new GroupSpan[groups];
    Arrays.fill(spans, GroupSpan.empty(channels[0].zeroPerChannel()));
    for (int c = 0; c < labels.length; c++) {
      spans[labels[c]] = spans[labels[c]].with(channels[c]);
    }
    return spans;
  }

  private static int[] members(int[] labels, int group) {
    List<Integer> members = new ArrayList<>();
    for (int c = 0; c < labels.length; c++) {
      if (labels[c] == group) {
        members.add(c);
      }
    }
    return members.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] sizes(int[] labels, int groups) {
    int[] size = new int[groups];
    for (int label : labels) {
      size[label]++;
    }
    return size;
  }

  private static Move cheaper(Move a, Move b) {
    return a == null || b != null && b.cost < a.cost ? b : a;
  }

  private record Move(int channel, int to, double cost) {}
}
