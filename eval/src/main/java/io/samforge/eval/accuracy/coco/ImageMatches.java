package io.samforge.eval.accuracy.coco;

import java.util.ArrayList;
import java.util.List;

/**
 * Which masks of one picture and category found an object, at each threshold of IoU.
 *
 * @param scores of the masks, descending
 * @param matched shape [thresholds][masks]: the mask found an object
 * @param ignored shape [thresholds][masks]: the mask counts neither as right nor as wrong
 * @param objects number of objects that should be found
 */
record ImageMatches(double[] scores, boolean[][] matched, boolean[][] ignored, int objects) {
  private static final double BELOW_ONE = 1 - 1e-10;

  /**
   * Matches masks with objects: each mask, best score first, takes the free object that it overlaps
   * most. Crowds and objects of another size are ignored and taken only if no other fits; a crowd
   * may be taken several times.
   *
   * @param overlaps the masks and objects
   * @param area objects of other sizes are ignored, and masks of other sizes that find nothing
   */
  static ImageMatches of(ImageOverlaps overlaps, AreaRange area, double[] thresholds) {
    List<CocoObject> objects = overlaps.objects();
    boolean[] ignoredObject = new boolean[objects.size()];
    List<Integer> order = new ArrayList<>();
    for (int g = 0; g < objects.size(); g++) {
      ignoredObject[g] = objects.get(g).crowd() || !area.contains(objects.get(g).area());
      if (!ignoredObject[g]) {
        order.add(g);
      }
    }
    final int wanted = order.size();
    for (int g = 0; g < objects.size(); g++) {
      if (ignoredObject[g]) {
        order.add(g);
      }
    }
    int masks = overlaps.masks().size();
    boolean[][] matched = new boolean[thresholds.length][masks];
    boolean[][] ignored = new boolean[thresholds.length][masks];
    for (int t = 0; t < thresholds.length; t++) {
      boolean[] taken = new boolean[objects.size()];
      for (int d = 0; d < masks; d++) {
        int match = best(overlaps, d, Math.min(thresholds[t], BELOW_ONE), order, wanted, taken);
        matched[t][d] = match >= 0;
        if (match >= 0) {
          taken[match] = true;
          ignored[t][d] = ignoredObject[match];
        } else {
          ignored[t][d] = !area.contains(overlaps.masks().get(d).mask().area());
        }
      }
    }
    double[] scores = overlaps.masks().stream().mapToDouble(ScoredMask::score).toArray();
    return new ImageMatches(scores, matched, ignored, wanted);
  }

  /** The object that mask {@code d} takes; -1 for none. Of equal overlaps the last one is taken. */
  private static int best(
      ImageOverlaps overlaps,
      int d,
      double threshold,
      List<Integer> order,
      int wanted,
      boolean[] taken) {
    int match = -1;
    double best = threshold;
    for (int i = 0; i < order.size(); i++) {
      if (i == wanted && match >= 0) {
        break;
      }
      int g = order.get(i);
      boolean free = !taken[g] || overlaps.objects().get(g).crowd();
      if (free && overlaps.iou(d, g) >= best) {
        best = overlaps.iou(d, g);
        match = g;
      }
    }
    return match;
  }
}
