package io.samforge.eval.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as aligned columns of text. */
final class AccuracyTable {
  private static final List<String> HEAD =
      List.of("bits", "scope", "method", "mean IoU", "p10 IoU", "cosine", "photographs", "masks");

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
        Integer.toString(row.images()),
        Integer.toString(row.prompts()));
  }

  /** The lines of any table; columns are as wide as their widest cell. */
  static List<String> lines(List<String> head, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>(List.of(head));
    all.addAll(rows);
    List<String> lines = new ArrayList<>();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = all.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(1);
        line.append(String.format(Locale.ROOT, "%" + width + "s  ", row.get(i)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** A ratio with four digits. */
  static String fixed(double ratio) {
    return String.format(Locale.ROOT, "%.4f", ratio);
  }
}
