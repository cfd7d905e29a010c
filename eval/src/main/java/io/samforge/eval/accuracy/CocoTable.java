package io.samforge.eval.accuracy;

import io.samforge.eval.accuracy.coco.CocoScores;
import java.util.List;
import java.util.Locale;

/** Scores of the COCO benchmark as cells of text, in per cent. */
final class CocoTable {
  private static final List<String> HEAD =
      List.of(
          "bits",
          "scope",
          "method",
          "AP",
          "AP50",
          "AP75",
          "AP small",
          "AP medium",
          "AP large",
          "AR100",
          "pictures",
          "boxes");

  private CocoTable() {}

  /** The head of the table. */
  static List<String> head() {
    return HEAD;
  }

  /** The cells of a row. */
  static List<String> cells(CocoRow row) {
    CocoScores scores = row.scores();
    return List.of(
        Integer.toString(row.bits()),
        row.scope().toString(),
        row.method(),
        percent(scores.ap()),
        percent(scores.ap50()),
        percent(scores.ap75()),
        percent(scores.apSmall()),
        percent(scores.apMedium()),
        percent(scores.apLarge()),
        percent(scores.ar100()),
        Integer.toString(row.images()),
        Integer.toString(row.detections()));
  }

  private static String percent(double score) {
    return Double.isNaN(score) ? "-" : String.format(Locale.ROOT, "%.1f", 100 * score);
  }
}
