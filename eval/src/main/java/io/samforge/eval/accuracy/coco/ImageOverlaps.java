package io.samforge.eval.accuracy.coco;

import java.util.Comparator;
import java.util.List;

/** The masks and objects of one picture and category, and how much they overlap. */
final class ImageOverlaps {
  private final List<ScoredMask> masks;
  private final List<CocoObject> objects;
  private final double[][] iou;

  /**
   * Computes all overlaps.
   *
   * @param masks only the {@code limit} of the highest scores are kept, earlier ones first among
   *     equals
   */
  ImageOverlaps(List<ScoredMask> masks, List<CocoObject> objects, int limit) {
    this.masks =
        masks.stream()
            .sorted(Comparator.comparingDouble(ScoredMask::score).reversed())
            .limit(limit)
            .toList();
    this.objects = List.copyOf(objects);
    iou = new double[this.masks.size()][objects.size()];
    for (int d = 0; d < iou.length; d++) {
      for (int g = 0; g < iou[d].length; g++) {
        iou[d][g] = overlap(this.masks.get(d), objects.get(g));
      }
    }
  }

  /** The masks, descending scores. */
  List<ScoredMask> masks() {
    return masks;
  }

  /** The objects in the order of the annotations. */
  List<CocoObject> objects() {
    return objects;
  }

  /** Overlap of a mask with an object, 0..1. */
  double iou(int mask, int object) {
    return iou[mask][object];
  }

  /** Intersection over union; with a crowd, the part of the mask that lies in it. */
  private static double overlap(ScoredMask mask, CocoObject object) {
    long common = mask.mask().intersection(object.mask());
    if (common == 0) {
      return 0;
    }
    long own = mask.mask().area();
    return (double) common / (object.crowd() ? own : own + object.mask().area() - common);
  }
}
