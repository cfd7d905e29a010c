package io.samforge.eval.explore;

import io.samforge.calib.report.TextColumns;
import io.samforge.eval.speed.LaneComparison;
import io.samforge.eval.speed.NetworkCycles;
import io.samforge.sim.cycles.MemoryTiming;
import io.samforge.sim.synth.Area;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The comparison by equal resources as aligned columns of text. */
public final class EqualTable {
  private static final List<String> HEAD =
      List.of(
          "network",
          "engine",
          "memory",
          "point",
          "multipliers",
          "LUT",
          "DSP",
          "BRAM",
          "cycles",
          "used",
          "speedup",
          "images/s",
          "J a picture",
          "W",
          "energy ratio",
          "interval");
  private static final int LEFT_COLUMNS = 4;
  private static final double PERCENT = 100;

  private EqualTable() {}

  /** Returns the cells of the head and of the results with some memories. */
  public static List<List<String>> cells(EqualEnergy energy, List<MemoryTiming> memories) {
    List<List<String>> cells = new ArrayList<>(List.of(HEAD));
    for (EqualEnergy.Row row : energy.rows()) {
      if (memories.contains(row.result().cycles().timing())) {
        cells.add(row(energy.comparison(), row));
      }
    }
    return cells;
  }

  /** Returns the lines of the results with all memories. */
  public static List<String> lines(EqualEnergy energy) {
    return TextColumns.lines(cells(energy, LaneComparison.MEMORIES), LEFT_COLUMNS);
  }

  private static List<String> row(EqualResources comparison, EqualEnergy.Row modelled) {
    EqualResources.Row row = modelled.result();
    NetworkCycles cycles = row.cycles();
    Area area = row.sample().total();
    return List.of(
        cycles.network().name(),
        row.sample().point().format().name(),
        cycles.timing().equals(MemoryTiming.IDEAL) ? "ideal" : "19.2 GB/s",
        row.sample().point().key(),
        Integer.toString(row.sample().point().multipliers()),
        Long.toString(area.lut()),
        Long.toString(area.dsp()),
        fixed("%.1f", area.bram()),
        Long.toString(cycles.cycles()),
        fixed("%.1f %%", PERCENT * cycles.utilisation()),
        fixed("%.2f", comparison.speedup(row)),
        fixed("%.2f", 1 / cycles.seconds(DesignPoint.CLOCK_MHZ)),
        fixed("%.3f", modelled.joules().nominal()),
        fixed("%.2f", modelled.watts()),
        fixed("%.2f", modelled.ratio().nominal()),
        fixed("%.2f", modelled.ratio().low()) + " to " + fixed("%.2f", modelled.ratio().high()));
  }

  private static String fixed(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
