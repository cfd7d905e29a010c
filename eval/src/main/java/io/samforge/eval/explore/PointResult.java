package io.samforge.eval.explore;

import io.samforge.sim.synth.Area;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A point with what it takes and what it gives.
 *
 * @param speed its speed
 * @param area its area
 * @param joules modelled energy of one picture
 */
public record PointResult(PointSpeed speed, Area area, double joules) {
  /** The fastest first, the smaller of equally fast ones before the larger. */
  static final Comparator<PointResult> FASTEST =
      Comparator.comparingLong((PointResult r) -> r.speed.cycles())
          .thenComparingLong(r -> r.area.lut())
          .thenComparing(r -> r.speed.point().key());

  /** Pictures a second for each look-up table, the most first. */
  static final Comparator<PointResult> SMALLEST =
      Comparator.comparingDouble((PointResult r) -> -r.imagesPerSecondAndKiloLut())
          .thenComparing(FASTEST);

  /** Pictures for each joule, the most first. */
  static final Comparator<PointResult> MOST_FRUGAL =
      Comparator.comparingDouble(PointResult::joules).thenComparing(FASTEST);

  /** Returns the accelerator. */
  public DesignPoint point() {
    return speed.point();
  }

  /** Returns pictures a second for each thousand look-up tables. */
  public double imagesPerSecondAndKiloLut() {
    return speed.imagesPerSecond() * 1000 / area.lut();
  }

  /** Returns pictures for each joule. */
  public double imagesPerJoule() {
    return 1 / joules;
  }

  /**
   * Returns those that no other of the same number format beats: none is as fast or faster and
   * takes a smaller share of a device.
   */
  static List<PointResult> front(List<PointResult> results, Device device) {
    return front(results, r -> device.share(r.area));
  }

  /** Returns those that no other of the same number format beats in speed and energy. */
  static List<PointResult> energyFront(List<PointResult> results) {
    return front(results, PointResult::joules);
  }

  private static List<PointResult> front(
      List<PointResult> results, ToDoubleFunction<PointResult> cost) {
    return results.stream()
        .sorted(FASTEST)
        .filter(r -> results.stream().noneMatch(other -> other.beats(r, cost)))
        .toList();
  }

  private boolean beats(PointResult other, ToDoubleFunction<PointResult> cost) {
    if (point().format() != other.point().format() || speed.cycles() > other.speed.cycles()) {
      return false;
    }
    double here = cost.applyAsDouble(this);
    double there = cost.applyAsDouble(other);
    boolean better = here < there || here == there && speed.cycles() < other.speed.cycles();
    boolean equalButFirst =
        here == there
            && speed.cycles() == other.speed.cycles()
            && point().key().compareTo(other.point().key()) < 0;
    return better || equalButFirst;
  }
}
