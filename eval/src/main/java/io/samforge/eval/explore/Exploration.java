package io.samforge.eval.explore;

import io.samforge.arch.UserError;
import io.samforge.sim.synth.Area;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The search of a grid: points are pruned by estimated area, then computed in batches, the most
 * promising first. A point is skipped when one that takes no more of anything is already at least
 * as fast, and takes no more energy, than it can ever do, so fronts and first places are those of
 * the whole grid.
 *
 * @param task what is computed
 * @param device the device that points have to fit
 * @param share the share of it that they may take
 */
public record Exploration(PointTask task, Device device, double share) {
  /** Points of a batch: a fixed number, so that every runner computes the same points. */
  static final int BATCH = 16;

  /**
   * What a search found.
   *
   * @param points points of the grid
   * @param fitting those that fit
   * @param results those that were computed, the fastest first
   */
  public record Outcome(int points, int fitting, List<PointResult> results) {
    /** Copies the list. */
    public Outcome {
      results = List.copyOf(results);
    }
  }

  /** Returns the points of a grid that fit, the most promising first. */
  List<Candidate> candidates(List<DesignPoint> points, AreaEstimator estimator) {
    List<Candidate> fitting = new ArrayList<>();
    for (DesignPoint point : points) {
      Optional<Area> area = estimate(estimator, point);
      if (area.isPresent() && device.share(area.get()) <= share) {
        fitting.add(new Candidate(point, area.get(), task.leastCycles(point)));
      }
    }
    fitting.sort(
        Comparator.comparingLong(Candidate::leastCycles)
            .thenComparingLong(c -> c.area().lut())
            .thenComparing(c -> c.point().key()));
    return fitting;
  }

  private static Optional<Area> estimate(AreaEstimator estimator, DesignPoint point) {
    try {
      return Optional.of(estimator.estimate(point));
    } catch (UserError outsideOfEstimates) {
      return Optional.empty();
    }
  }

  /**
   * Searches a grid.
   *
   * @param journal keeps results, so that a search that is stopped goes on where it was
   * @param energy the model of energy
   * @param settled hears how many points are computed or skipped, and how many fit
   */
  public Outcome run(
      List<DesignPoint> points,
      AreaEstimator estimator,
      PointRunner runner,
      Journal journal,
      EnergyEstimate energy,
      BiConsumer<Integer, Integer> settled) {
    List<Candidate> waiting = candidates(points, estimator);
    int fitting = waiting.size();
    List<PointResult> results = new ArrayList<>();
    while (!waiting.isEmpty()) {
      List<Candidate> batch = waiting.subList(0, Math.min(BATCH, waiting.size()));
      List<PointResult> found = compute(batch, runner, journal, energy);
      results.addAll(found);
      // What earlier results settle waits no more.
      waiting =
          waiting.subList(batch.size(), waiting.size()).stream()
              .filter(candidate -> found.stream().noneMatch(r -> settles(r, candidate, energy)))
              .toList();
      settled.accept(fitting - waiting.size(), fitting);
    }
    results.sort(PointResult.FASTEST);
    return new Outcome(points.size(), fitting, results);
  }

  private static boolean settles(PointResult result, Candidate candidate, EnergyEstimate energy) {
    return result.point().format() == candidate.point().format()
        && result.speed().cycles() <= candidate.leastCycles()
        && new Candidate(result.point(), result.area(), 0).isNoLargerThan(candidate.area())
        && result.joules() <= energy.joules(candidate.area(), candidate.bestSpeed());
  }

  private List<PointResult> compute(
      List<Candidate> batch, PointRunner runner, Journal journal, EnergyEstimate energy) {
    List<DesignPoint> unknown =
        batch.stream().map(Candidate::point).filter(p -> journal.find(p).isEmpty()).toList();
    runner.run(task, unknown, journal::add);
    List<PointResult> results = new ArrayList<>();
    for (Candidate candidate : batch) {
      PointSpeed speed = journal.find(candidate.point()).orElseThrow();
      results.add(candidate.result(speed, energy));
    }
    return results;
  }
}
