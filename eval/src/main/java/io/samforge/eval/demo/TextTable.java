package io.samforge.eval.demo;

import io.samforge.calib.report.TextColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of a demo as aligned columns of text. */
final class TextTable {
  private static final List<String> HEAD =
      List.of(
          "layer",
          "operand",
          "bits",
          "tokens",
          "MACs",
          "cycles",
          "utilisation",
          "mismatches",
          "SQNR dB");
  private static final int LEFT_COLUMNS = 2;

  private TextTable() {}

  /** The head of the table. */
  static List<String> head() {
    return HEAD;
  }

  /** The cells of {@code result}, one list for each layer. */
  static List<List<String>> cells(DemoResult result) {
    return result.layers().stream()
        .map(
            layer ->
                List.of(
                    result.shortName(layer),
                    layer.operand(),
                    layer.bits(),
                    Integer.toString(layer.tokens()),
                    grouped(layer.macs()),
                    grouped(layer.cycles()),
                    fixed("%.1f %%", 100 * layer.utilisation()),
                    grouped(layer.mismatches()),
                    fixed("%.2f", layer.sqnrDb())))
        .toList();
  }

  /** Lines of equal columns, text to the left and numbers to the right. */
  static List<String> lines(DemoResult result) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    rows.addAll(cells(result));
    return TextColumns.lines(rows, LEFT_COLUMNS);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  private static String fixed(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
