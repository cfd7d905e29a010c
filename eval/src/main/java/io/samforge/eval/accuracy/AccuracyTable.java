package io.samforge.eval.accuracy;

import io.samforge.calib.report.TextColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as aligned columns of text. */
final class AccuracyTable {
  private static final List<String> HEAD =
      List.of(
          "bits",
          "scope",
          "method",
          "mean IoU",
          "p10 IoU",
          "cosine",
          "passes",
          "photographs",
          "masks");

  private AccuracyTable() {}

  /** The head of the table. */
  static List<String> head() {
    return HEAD;
  }

  /** The cells of a row. */
  static List<String> cells(AccuracyRow row) {
    return List.of(
        Integer.toString(row.bits()),
        row.scope().toString(),
        row.method(),
        fixed(row.meanIou()),
        fixed(row.p10Iou()),
        fixed(row.encoderCosine()),
        row.passes() > 0 ? String.format(Locale.ROOT, "%.2f", row.passes()) : "",
        Integer.toString(row.images()),
        Integer.toString(row.prompts()));
  }

  /** The lines of any table; columns are as wide as their widest cell. */
  static List<String> lines(List<String> head, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(List.of(head));
    all.addAll(rows);
    return TextColumns.lines(all, 0);
  }

  /** A ratio with four digits. */
  static String fixed(double ratio) {
    return String.format(Locale.ROOT, "%.4f", ratio);
  }
}
