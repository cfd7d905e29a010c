package io.samforge.eval.energy;

import io.samforge.eval.speed.LaneComparison;
import io.samforge.eval.speed.NetworkCycles;
import io.samforge.eval.speed.PaperEngines;
import io.samforge.sim.cycles.MemoryTiming;
import io.samforge.sim.synth.DesignArea;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The modelled energies of a comparison of engines by lanes.
 *
 * @param rows one for every result whose engine has a counted area
 */
public record LaneEnergy(List<Row> rows) {
  /** The network of the headline. */
  public static final String NETWORK = "SAM-L";

  /** The memory of the headline: energy includes DRAM, so time includes it too. */
  public static final MemoryTiming MEMORY = LaneComparison.DRAM;

  /**
   * One network on one engine with one memory.
   *
   * @param result the cycles
   * @param area the cells
   * @param ownActivity whether toggles of exactly this configuration were counted; otherwise they
   *     are those of the nearest kind
   * @param joules modelled joules for one picture
   * @param ratio joules of the floating-point twin over these
   * @param parts what the nominal joules are spent on
   */
  public record Row(
      NetworkCycles result,
      DesignArea area,
      boolean ownActivity,
      Interval joules,
      Interval ratio,
      EnergyBreakdown parts) {
    /** Returns the mean power while the network runs, W. */
    public double watts() {
      return joules.nominal() / result.seconds(area.config().clockMHz());
    }
  }

  /** Copies the list. */
  public LaneEnergy {
    rows = List.copyOf(rows);
  }

  /**
   * Models all results whose engines and whose baseline have areas.
   *
   * @param areas where areas are found
   * @param activity toggles of real data
   */
  public static LaneEnergy of(
      LaneComparison comparison,
      RecordedAreas areas,
      ActivityRecord activity,
      EnergyEstimator estimator) {
    Map<String, List<ActiveArea>> designs = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (NetworkCycles result : comparison.results()) {
      NetworkCycles base =
          comparison.result(result.network().name(), PaperEngines.BASELINE, result.timing());
      Optional<DesignArea> area = areas.find(result.engine().config());
      Optional<DesignArea> baseArea = areas.find(base.engine().config());
      if (area.isEmpty() || baseArea.isEmpty()) {
        continue;
      }
      List<ActiveArea> design = design(designs, activity, area.get());
      List<ActiveArea> baseDesign = design(designs, activity, baseArea.get());
      rows.add(
          new Row(
              result,
              area.get(),
              activity.has(result.engine().config()),
              estimator.joules(design, work(result)),
              result.engine().equals(base.engine())
                  ? Interval.ONE
                  : estimator.ratio(baseDesign, work(base), design, work(result)),
              estimator.breakdown(design, work(result))));
    }
    return new LaneEnergy(rows);
  }

  /** Returns the row of the headline: the energy ratio that the comparison is about. */
  public Row headline() {
    return row(NETWORK, PaperEngines.HEADLINE, MEMORY).orElseThrow();
  }

  /** Returns a row if there is one. */
  public Optional<Row> row(String network, String engine, MemoryTiming memory) {
    return rows.stream()
        .filter(row -> row.result().network().name().equals(network))
        .filter(row -> row.result().engine().name().equals(engine))
        .filter(row -> row.result().timing().equals(memory))
        .findFirst();
  }

  /** Returns the work of a result at the clock of its configuration. */
  public static ImageWork work(NetworkCycles result) {
    return new ImageWork(
        result.cycles(), result.engine().config().clockMHz(), result.memoryBytes());
  }

  private static List<ActiveArea> design(
      Map<String, List<ActiveArea>> known, ActivityRecord activity, DesignArea area) {
    return known.computeIfAbsent(area.config().hash(), hash -> activity.design(area));
  }
}
