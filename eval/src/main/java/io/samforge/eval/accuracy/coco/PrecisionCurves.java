package io.samforge.eval.accuracy.coco;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Precision and recall of one category.
 *
 * @param precision shape [thresholds][101]: the best precision at recall 0, 0.01, .. 1
 * @param recall shape [thresholds]: share of the objects that were found
 */
record PrecisionCurves(double[][] precision, double[] recall) {
  /** Recalls at which precision is read. */
  static final int RECALLS = 101;

  private static final double RECALL_STEP = 0.01;
  // The smallest step of doubles at one: keeps 0/0 away.
  private static final double EPSILON = Math.ulp(1.0);

  /** A mask among those of all pictures. */
  private record Ranked(ImageMatches image, int mask) {
    double score() {
      return image.scores()[mask];
    }
  }

  /**
   * The curves over pictures; empty if there is no object to be found.
   *
   * @param images matches of each picture, ascending numbers
   * @param limit masks of a picture that count
   */
  static Optional<PrecisionCurves> of(List<ImageMatches> images, int limit, int thresholds) {
    int objects = images.stream().mapToInt(ImageMatches::objects).sum();
    if (objects == 0) {
      return Optional.empty();
    }
    List<Ranked> ranked =
        images.stream()
            .flatMap(
                image ->
                    IntStream.range(0, Math.min(limit, image.scores().length))
                        .mapToObj(d -> new Ranked(image, d)))
            .sorted(Comparator.comparingDouble(Ranked::score).reversed())
            .toList();
    double[][] precision = new double[thresholds][];
    double[] recall = new double[thresholds];
    for (int t = 0; t < thresholds; t++) {
      Curve curve = new Curve(ranked, t, objects);
      precision[t] = curve.sampled();
      recall[t] = curve.lastRecall();
    }
    return Optional.of(new PrecisionCurves(precision, recall));
  }

  /** Precision and recall after each mask, at one threshold. */
  private static final class Curve {
    private final double[] recall;
    private final double[] precision;

    Curve(List<Ranked> ranked, int threshold, int objects) {
      recall = new double[ranked.size()];
      precision = new double[ranked.size()];
      int right = 0;
      int wrong = 0;
      for (int i = 0; i < recall.length; i++) {
        Ranked mask = ranked.get(i);
        if (!mask.image().ignored()[threshold][mask.mask()]) {
          boolean found = mask.image().matched()[threshold][mask.mask()];
          right += found ? 1 : 0;
          wrong += found ? 0 : 1;
        }
        recall[i] = (double) right / objects;
        precision[i] = right / (right + wrong + EPSILON);
      }
      // Precision that a higher recall reaches counts for the lower one too.
      for (int i = precision.length - 2; i >= 0; i--) {
        precision[i] = Math.max(precision[i], precision[i + 1]);
      }
    }

    double lastRecall() {
      return recall.length == 0 ? 0 : recall[recall.length - 1];
    }

    /** Precision at the first mask that reaches each recall; 0 where none does. */
    double[] sampled() {
      double[] sampled = new double[RECALLS];
      int at = 0;
      for (int r = 0; r < RECALLS; r++) {
        double wanted = r == RECALLS - 1 ? 1 : r * RECALL_STEP;
        while (at < recall.length && recall[at] < wanted) {
          at++;
        }
        sampled[r] = at < recall.length ? precision[at] : 0;
      }
      return sampled;
    }
  }

  /** Mean precision at threshold {@code t}. */
  double averagePrecision(int t) {
    return Arrays.stream(precision[t]).average().orElseThrow();
  }
}
