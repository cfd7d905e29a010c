package io.samforge.eval.accuracy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Collects how well the masks of one variant agree with those of the float model. */
final class Agreement {
  private static final double LOW_SHARE = 0.1;

  private final List<Double> ious = new ArrayList<>();
  private final List<Double> cosines = new ArrayList<>();
  private final List<MaskAgreement> worst = new ArrayList<>();

  /** Adds a photograph: the cosine similarity of its embeddings and all its masks. */
  void add(double cosine, List<MaskAgreement> masks) {
    cosines.add(cosine);
    masks.forEach(mask -> ious.add(mask.iou()));
    worst.add(Collections.min(masks, Comparator.comparingDouble(MaskAgreement::iou)));
  }

  /** Number of photographs. */
  int images() {
    return cosines.size();
  }

  /** Number of masks. */
  int prompts() {
    return ious.size();
  }

  /** Mean intersection over union. */
  double meanIou() {
    return mean(ious);
  }

  /** The smallest value that at least a tenth of the masks does not exceed. */
  double p10Iou() {
    List<Double> sorted = ious.stream().sorted().toList();
    return sorted.get((int) Math.ceil(LOW_SHARE * sorted.size()) - 1);
  }

  /** Mean cosine similarity of the embeddings. */
  double cosine() {
    return mean(cosines);
  }

  /** The worst masks, at most {@code count}, each of another photograph. */
  List<MaskAgreement> worst(int count) {
    return worst.stream()
        .sorted(Comparator.comparingDouble(MaskAgreement::iou))
        .limit(count)
        .toList();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Cosine of the angle between two vectors; 0 if one of them is zero. */
  static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    double length = Math.sqrt(squaresA) * Math.sqrt(squaresB);
    return length == 0 ? 0 : dot / length;
  }
}
