package io.samforge.calib.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups channels by the error that a common quantiser would cause, without clipping any of them:
 * starting with every channel on its own, the two groups are merged whose merger costs least.
 *
 * <p>Then channels move to other groups as long as that lowers the cost. Ties go to the lowest
 * numbers, so the result is a function of the spans alone.
 */
final class SpanGroups {
  private static final int MAX_SWEEPS = 20;

  private final GroupSpan[] channels;
  private final GroupSpan none;

  /** Groups the channels with the given spans. */
  SpanGroups(GroupSpan[] channels) {
    this.channels = channels;
    this.none = GroupSpan.empty(channels[0].zeroPerChannel());
  }

  /** At most {@code count} groups: the group of each channel, numbered by first channel. */
  int[] group(int count) {
    return numbered(refined(merged(count), count));
  }

  /** The sum of the costs of the groups. */
  double cost(int[] labels) {
    return Arrays.stream(spans(labels, max(labels) + 1)).mapToDouble(GroupSpan::cost).sum();
  }

  private int[] merged(int count) {
    int n = channels.length;
    GroupSpan[] span = channels.clone();
    int[] parent = new int[n];
    Arrays.setAll(parent, c -> c);
    int[] nearest = new int[n];
    double[] distance = new double[n];
    for (int g = 0; g < n; g++) {
      findNearest(g, span, nearest, distance);
    }
    for (int groups = n; groups > count; groups--) {
      int from = closest(span, distance);
      int into = nearest[from];
      span[from] = span[from].with(span[into]);
      span[into] = null;
      parent[into] = from;
      for (int g = 0; g < n; g++) {
        if (span[g] != null && (g == from || nearest[g] == from || nearest[g] == into)) {
          findNearest(g, span, nearest, distance);
        } else if (span[g] != null && g < from) {
          double toMerged = span[g].mergeCost(span[from]);
          if (toMerged < distance[g]) {
            nearest[g] = from;
            distance[g] = toMerged;
          }
        }
      }
    }
    return roots(parent);
  }

  /** Looks for the cheapest partner of a group among those with higher numbers. */
  private static void findNearest(int g, GroupSpan[] span, int[] nearest, double[] distance) {
    distance[g] = Double.POSITIVE_INFINITY;
    nearest[g] = -1;
    for (int other = g + 1; other < span.length; other++) {
      if (span[other] != null) {
        double cost = span[g].mergeCost(span[other]);
        if (cost < distance[g]) {
          distance[g] = cost;
          nearest[g] = other;
        }
      }
    }
  }

  private static int closest(GroupSpan[] span, double[] distance) {
    int best = -1;
    for (int g = 0; g < span.length; g++) {
      if (span[g] != null && (best < 0 || distance[g] < distance[best])) {
        best = g;
      }
    }
    return best;
  }

  private static int[] roots(int[] parent) {
    int[] root = new int[parent.length];
    for (int c = 0; c < root.length; c++) {
      int at = c;
      while (parent[at] != at) {
        at = parent[at];
      }
      root[c] = at;
    }
    return numbered(root);
  }

  private int[] refined(int[] labels, int count) {
    int[] refined = labels.clone();
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      boolean moved = false;
      for (int c = 0; c < refined.length; c++) {
        int best = cheapestGroup(refined, c, count);
        moved |= best != refined[c];
        refined[c] = best;
      }
      if (!moved) {
        break;
      }
    }
    return refined;
  }

  private int cheapestGroup(int[] labels, int channel, int count) {
    int own = labels[channel];
    GroupSpan[] spans = spans(labels, count);
    GroupSpan rest = none;
    for (int c = 0; c < labels.length; c++) {
      rest = c != channel && labels[c] == own ? rest.with(channels[c]) : rest;
    }
    double gain = spans[own].cost() - rest.cost();
    int best = own;
    double bestIncrease = gain * (1 - 1e-9);
    for (int g = 0; g < count; g++) {
      double increase = spans[g].with(channels[channel]).cost() - spans[g].cost();
      if (g != own && increase < bestIncrease) {
        best = g;
        bestIncrease = increase;
      }
    }
    return best;
  }

  private GroupSpan[] spans(int[] labels, int count) {
    GroupSpan[] spans = new GroupSpan[count];
    Arrays.fill(spans, none);
    for (int c = 0; c < labels.length; c++) {
      spans[labels[c]] = spans[labels[c]].with(channels[c]);
    }
    return spans;
  }

  private static int max(int[] labels) {
    return Arrays.stream(labels).max().orElseThrow();
  }

  /** The same groups, numbered in the order of their first channel. */
  static int[] numbered(int[] labels) {
    List<Integer> seen = new ArrayList<>();
    int[] numbered = new int[labels.length];
    for (int c = 0; c < labels.length; c++) {
      int at = seen.indexOf(labels[c]);
      if (at < 0) {
        at = seen.size();
        seen.add(labels[c]);
      }
      numbered[c] = at;
    }
    return numbered;
  }
}
