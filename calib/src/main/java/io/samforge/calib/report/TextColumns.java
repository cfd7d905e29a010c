package io.samforge.calib.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables of text whose columns are as wide as their widest cell. */
public final class TextColumns {
  private TextColumns() {}

  /**
   * The lines of a table.
   *
   * @param rows cells of every row, the head included; all rows have as many
   * @param leftColumns columns whose text stands to the left; the others stand to the right
   */
  public static List<String> lines(List<List<String>> rows, int leftColumns) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Math.max(1, row.get(i).length()));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String format = i < leftColumns ? "%-" + widths[i] + "s  " : "%" + widths[i] + "s  ";
        line.append(String.format(Locale.ROOT, format, row.get(i)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
