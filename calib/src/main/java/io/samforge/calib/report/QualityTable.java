package io.samforge.calib.report;

import io.samforge.calib.plan.StepQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The quality of all steps as aligned columns of text. */
public final class QualityTable {
  private static final List<String> HEAD =
      List.of(
          "function",
          "step",
          "operand",
          "groups",
          "n_log/tau",
          "channels",
          "passes",
          "weight bits",
          "M MAC",
          "input dB",
          "weights dB",
          "output dB",
          "clipped %");
  private static final int LEFT_COLUMNS = 3;

  private QualityTable() {}

  /** The head of the table. */
  public static List<String> head() {
    return HEAD;
  }

  /** The cells of a step. */
  public static List<String> cells(StepQuality step) {
    return List.of(
        step.function(),
        step.step(),
        step.operand(),
        Integer.toString(step.groups()),
        step.nLog() == 0 ? "" : Integer.toString(step.nLog()),
        Integer.toString(step.channels()),
        fixed("%.2f", step.passes()),
        Integer.toString(step.weightBits()),
        fixed("%.1f", step.macs() / 1e6),
        fixed("%.1f", step.inputDecibels()),
        fixed("%.1f", step.weightDecibels()),
        fixed("%.1f", step.outputDecibels()),
        fixed("%.2f", 100 * step.clippedShare()));
  }

  /** The lines of the table, text to the left and numbers to the right. */
  public static List<String> lines(List<StepQuality> steps) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    steps.forEach(step -> rows.add(cells(step)));
    return TextColumns.lines(rows, LEFT_COLUMNS);
  }

  private static String fixed(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
