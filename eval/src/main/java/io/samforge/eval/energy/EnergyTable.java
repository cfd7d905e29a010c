package io.samforge.eval.energy;

import io.samforge.calib.report.TextColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Modelled energies with the headline's memory as aligned columns of text. */
public final class EnergyTable {
  private static final int LEFT_COLUMNS = 2;
  private static final double PERCENT = 100;

  private EnergyTable() {}

  /** Returns the cells of the head and of all rows. */
  public static List<List<String>> cells(LaneEnergy energy) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(
        List.of(
            "network",
            "engine",
            "J a picture",
            "interval",
            "W",
            "ratio",
            "interval",
            "logic + registers",
            "clocks",
            "DSP + BRAM",
            "static",
            "DRAM"));
    for (LaneEnergy.Row row : energy.rows()) {
      if (row.result().timing().equals(LaneEnergy.MEMORY)) {
        cells.add(row(row));
      }
    }
    return cells;
  }

  /** Returns the lines of the table. */
  public static List<String> lines(LaneEnergy energy) {
    return TextColumns.lines(cells(energy), LEFT_COLUMNS);
  }

  private static List<String> row(LaneEnergy.Row row) {
    EnergyBreakdown parts = row.parts();
    return List.of(
        row.result().network().name(),
        row.result().engine().name(),
        fixed("%.2f", row.joules().nominal()),
        range(row.joules()),
        fixed("%.2f", row.watts()),
        fixed("%.2f", row.ratio().nominal()),
        range(row.ratio()),
        share(parts.logic() + parts.registers(), parts),
        share(parts.clocks(), parts),
        share(parts.dsp() + parts.bram(), parts),
        share(parts.deviceStatic(), parts),
        share(parts.dramTransfer() + parts.dramStandby(), parts));
  }

  private static String range(Interval interval) {
    return fixed("%.2f", interval.low()) + " to " + fixed("%.2f", interval.high());
  }

  private static String share(double part, EnergyBreakdown all) {
    return fixed("%.1f %%", PERCENT * part / all.total());
  }

  private static String fixed(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
