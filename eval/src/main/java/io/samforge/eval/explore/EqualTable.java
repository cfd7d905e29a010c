package io.samforge.eval.explore;

import io.samforge.calib.report.TextColumns;
import io.samforge.eval.energy.Interval;
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
          "speedup");
  private static final int LEFT_COLUMNS = 4;

  private EqualTable() {}

  /**
   * Returns the lines.
   *
   * @param energyRatio modelled joules of FP32 over those of the headline
   */
  public static List<String> lines(EqualResources comparison, Interval energyRatio) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (EqualResources.Row row : comparison.rows()) {
      NetworkCycles cycles = row.cycles();
      Area area = row.sample().total();
      rows.add(
          List.of(
              cycles.network().name(),
              row.sample().point().format().name(),
              cycles.timing().equals(MemoryTiming.IDEAL) ? "ideal" : "19.2 GB/s",
              row.sample().point().key(),
              Integer.toString(row.sample().point().multipliers()),
              Long.toString(area.lut()),
              Long.toString(area.dsp()),
              String.format(Locale.ROOT, "%.1f", area.bram()),
              Long.toString(cycles.cycles()),
              String.format(Locale.ROOT, "%.1f %%", 100 * cycles.utilisation()),
              String.format(Locale.ROOT, "%.2f", comparison.speedup(row))));
    }
    List<String> lines = new ArrayList<>(TextColumns.lines(rows, LEFT_COLUMNS));
    lines.add(
        String.format(
            Locale.ROOT,
            "modelled energy of FP32 over W4A4, %s with DRAM: %.1f (%.1f to %.1f)",
            EqualResources.HEADLINE,
            energyRatio.nominal(),
            energyRatio.low(),
            energyRatio.high()));
    return lines;
  }
}
