package io.samforge.eval.speed;

import io.samforge.calib.report.TextColumns;
import io.samforge.sim.cycles.MemoryTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as aligned columns of text: the ratios, and what the cycles are spent on. */
public final class LaneTable {
  private static final int LEFT_COLUMNS = 3;

  private static final List<String> HEAD =
      List.of(
          "network",
          "engine",
          "memory",
          "lanes",
          "GMAC",
          "cycles",
          "used",
          "s at 300 MHz",
          "speedup");

  private static final List<String> BUDGET_HEAD =
      List.of(
          "network",
          "engine",
          "memory",
          "useful",
          "copies",
          "slot pad",
          "output pad",
          "short",
          "weights",
          "activations",
          "drains",
          "ends",
          "commands");

  private LaneTable() {}

  /** Returns the lines of the table of speeds. */
  public static List<String> speeds(LaneComparison comparison) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (NetworkCycles result : comparison.results()) {
      List<String> row = new ArrayList<>(names(result));
      row.add(Integer.toString(result.engine().lanes()));
      row.add(fixed("%.1f", result.network().macs() / 1e9));
      row.add(fixed("%,d", result.cycles()).replace(',', ' '));
      row.add(fixed("%.2f %%", 100 * result.utilisation()));
      row.add(fixed("%.3f", result.seconds(300)));
      row.add(fixed("%.3f", comparison.speedup(result)));
      rows.add(row);
    }
    return TextColumns.lines(rows, LEFT_COLUMNS);
  }

  /** Returns the lines of the table of cycles, in shares of all cycles of a row. */
  public static List<String> budgets(LaneComparison comparison) {
    List<List<String>> rows = new ArrayList<>(List.of(BUDGET_HEAD));
    for (NetworkCycles result : comparison.results()) {
      CycleBudget b = result.budget();
      List<String> row = new ArrayList<>(names(result));
      for (double part :
          new double[] {
            b.useful(),
            b.copies(),
            b.reductionPadding(),
            b.outputPadding(),
            b.shortPasses(),
            b.weightLoads(),
            b.activationLoads(),
            b.drains(),
            b.ends(),
            b.commands()
          }) {
        row.add(fixed("%.3f %%", 100 * part / b.total()));
      }
      rows.add(row);
    }
    return TextColumns.lines(rows, LEFT_COLUMNS);
  }

  /** Returns a line about a slice on the Verilog. */
  public static String slice(RtlSlice slice) {
    return fixed("Verilog of %s, ", slice.engine().name())
        + fixed("memory %s, ", memory(slice.timing()))
        + fixed("%s: ", slice.layer().name())
        + fixed("%d cycles counted, ", slice.hardware().cycles())
        + fixed("%d by the cycle model, ", slice.model().cycles())
        + (slice.confirmed() ? "all counters equal" : "counters DIFFER");
  }

  static String memory(MemoryTiming timing) {
    return timing.equals(MemoryTiming.IDEAL) ? "ideal" : "19.2 GB/s";
  }

  private static List<String> names(NetworkCycles result) {
    return List.of(result.network().name(), result.engine().name(), memory(result.timing()));
  }

  private static String fixed(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
