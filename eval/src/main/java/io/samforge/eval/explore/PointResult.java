package io.samforge.eval.explore;

import io.samforge.sim.synth.Area;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A point with what it takes and what it gives.
 *
 * @param speed its speed
 * @param area its area
 * @param joules energy of one picture, where there is a model of it
 */
public record PointResult(PointSpeed speed, Area area, OptionalDouble joules) {
  /** The fastest first, the smaller of equally fast ones before the larger. */
  static final Comparator<PointResult> FASTEST =
      Comparator.comparingLong((PointResult r) -> r.speed.cycles())
          .thenComparingLong(r -> r.area.lut())
          .thenComparing(r -> r.speed.point().key());

  /** Returns the accelerator. */
  public DesignPoint point() {
    return speed.point();
  }

  /** Returns pictures a second for each thousand look-up tables. */
  public double imagesPerSecondAndKiloLut() {
    return speed.imagesPerSecond() * 1000 / area.lut();
  }

  /**
   * Returns those that no other of the same number format beats: none is as fast or faster and
   * takes a smaller share of a device.
   */
  static List<PointResult> front(List<PointResult> results, Device device) {
    return results.stream()
        .sorted(FASTEST)
        .filter(r -> results.stream().noneMatch(other -> other.beats(r, device)))
        .toList();
  }

  private boolean beats(PointResult other, Device device) {
    if (point().format() != other.point().format() || speed.cycles() > other.speed.cycles()) {
      return false;
    }
    double here = device.share(area);
    double there = device.share(other.area);
    boolean better = here < there || here == there && speed.cycles() < other.speed.cycles();
    boolean equalButFirst =
        here == there
            && speed.cycles() == other.speed.cycles()
            && point().key().compareTo(other.point().key()) < 0;
    return better || equalButFirst;
  }
}
