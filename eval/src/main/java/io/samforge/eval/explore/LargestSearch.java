package io.samforge.eval.explore;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the fastest accelerator of a number format that fits a share of a device.
 *
 * <p>For each K, M and number of packed lanes only those buffers, post-processors and buses are
 * computed that cannot be enlarged without leaving the device; the best is the one with the fewest
 * cycles. Its area is then counted by full synthesis; if the count does not fit, the next one is.
 *
 * @param task what is to be fast
 * @param device the device
 * @param share the share of it that may be taken
 */
public record LargestSearch(PointTask task, Device device, double share) {
  /** Estimates may exceed the share by this much, because the count decides. */
  private static final double TOLERANCE = 0.001;

  /** Points of a batch: few, because the first ones decide. */
  private static final int BATCH = 4;

  private static final int LANES = 256;
  private static final int CLUSTER = AcceleratorConfig.CLUSTER_LANES;
  private static final List<Integer> POWERS = List.of(4, 8, 16, 32, 64);
  private static final List<Integer> MULTIPLES = List.of(4, 8, 16, 32, 48, 64, 80, 96, 112, 128);

  /**
   * What a search found.
   *
   * @param winner the fastest accelerator whose counted area fits
   * @param results all computed points, the fastest first
   */
  record Found(AreaSample winner, List<PointResult> results) {
    /** Copies the list. */
    Found {
      results = List.copyOf(results);
    }
  }

  /** Returns every combination that the search chooses from. */
  static Grid grid(NumberFormat format) {
    int step = format == NumberFormat.FP32 ? 4 : CLUSTER;
    return new Grid(
        List.of(format),
        format == NumberFormat.FP32 ? POWERS : MULTIPLES,
        IntStream.rangeClosed(1, LANES / step).map(i -> i * step).boxed().toList(),
        List.of(0),
        List.of(256, 512, 1024),
        List.of(1, 2, 4, 8, 16, 32),
        List.of(2048, 4096, 8192, 16384, 32768),
        List.of(128, 256, 512));
  }

  /**
   * Returns the points of a format, for W4A4 with every number of packed lanes and with logits of
   * 32 and of 16 bits.
   */
  static List<DesignPoint> points(NumberFormat format) {
    List<DesignPoint> points = grid(format).points().toList();
    if (format != NumberFormat.W4A4) {
      return points;
    }
    return points.stream()
        .flatMap(
            p ->
                IntStream.rangeClosed(0, p.outputLanes() / AcceleratorConfig.SMALLEST_CLUSTER)
                    .boxed()
                    .map(clusters -> clusters * AcceleratorConfig.SMALLEST_CLUSTER)
                    .flatMap(lanes -> Stream.of(packed(p, lanes, false), packed(p, lanes, true))))
        .toList();
  }

  private static DesignPoint packed(DesignPoint p, int lanes, boolean halves) {
    return new DesignPoint(
        p.format(),
        p.reductionLanes(),
        p.outputLanes(),
        lanes,
        p.tokenDepth(),
        p.postLanes(),
        p.activationBufferWords(),
        p.axiDataWidth(),
        halves);
  }

  /** Returns the points that nothing of can be enlarged, those with the lowest bound first. */
  List<Candidate> candidates(NumberFormat format, AreaEstimator estimator) {
    Exploration wide = new Exploration(task, device, share + TOLERANCE);
    // The same speed with fewer DSPs: one of the ways to build it is enough.
    Map<DesignPoint, Candidate> leastPacked = new HashMap<>();
    for (Candidate c : wide.candidates(points(format), estimator)) {
      leastPacked.merge(
          packed(c.point(), 0, c.point().halfOutputs()),
          c,
          (a, b) -> a.point().dspLanes() < b.point().dspLanes() ? a : b);
    }
    Map<List<Integer>, List<Candidate>> arrays = new HashMap<>();
    for (Candidate c : leastPacked.values()) {
      DesignPoint p = c.point();
      arrays
          .computeIfAbsent(List.of(p.reductionLanes(), p.outputLanes()), key -> new ArrayList<>())
          .add(c);
    }
    List<Candidate> largest = new ArrayList<>();
    for (List<Candidate> array : arrays.values()) {
      array.stream()
          .filter(c -> array.stream().noneMatch(other -> enlarges(other.point(), c.point())))
          .forEach(largest::add);
    }
    largest.sort(
        Comparator.comparingLong(Candidate::leastCycles).thenComparing(c -> c.point().key()));
    return largest;
  }

  /** Returns whether a point of the same array has no less of anything but is another. */
  private static boolean enlarges(DesignPoint large, DesignPoint small) {
    return !large.equals(small)
        && large.tokenDepth() >= small.tokenDepth()
        && large.postLanes() >= small.postLanes()
        && large.activationBufferWords() >= small.activationBufferWords()
        && large.axiDataWidth() >= small.axiDataWidth()
        && (large.halfOutputs() || !small.halfOutputs());
  }

  /**
   * Returns the fastest point whose counted area fits. Points are computed, those with the lowest
   * bound first, until none that waits could be faster than the fastest one; that is counted, and
   * when the count does not fit, the search goes on without it.
   *
   * @param energy the model of energy
   * @param count counts the area of a point
   * @param settled hears the name of every computed point
   * @throws UserError if none fits
   */
  Found run(
      NumberFormat format,
      AreaEstimator estimator,
      PointRunner runner,
      EnergyEstimate energy,
      Function<DesignPoint, AreaSample> count,
      Consumer<String> settled) {
    Deque<Candidate> waiting = new ArrayDeque<>(candidates(format, estimator));
    NavigableSet<PointResult> fastest = new TreeSet<>(PointResult.FASTEST);
    List<PointResult> results = new ArrayList<>();
    while (!waiting.isEmpty() || !fastest.isEmpty()) {
      boolean decided =
          !fastest.isEmpty()
              && (waiting.isEmpty()
                  || waiting.element().leastCycles() >= fastest.first().speed().cycles());
      if (decided) {
        AreaSample sample = count.apply(fastest.pollFirst().point());
        if (device.share(sample.total()) <= share) {
          results.sort(PointResult.FASTEST);
          return new Found(sample, results);
        }
      } else {
        List<PointResult> computed = compute(waiting, runner, energy, settled);
        results.addAll(computed);
        fastest.addAll(computed);
      }
    }
    throw new UserError("no accelerator fits %.0f %% of %s".formatted(100 * share, device));
  }

  private List<PointResult> compute(
      Deque<Candidate> waiting,
      PointRunner runner,
      EnergyEstimate energy,
      Consumer<String> settled) {
    Map<DesignPoint, Candidate> batch = new LinkedHashMap<>();
    while (batch.size() < BATCH && !waiting.isEmpty()) {
      Candidate next = waiting.remove();
      batch.put(next.point(), next);
    }
    Consumer<PointSpeed> done = speed -> settled.accept(speed.point().key());
    return runner.run(task, List.copyOf(batch.keySet()), done).stream()
        .map(speed -> batch.get(speed.point()).result(speed, energy))
        .toList();
  }
}
