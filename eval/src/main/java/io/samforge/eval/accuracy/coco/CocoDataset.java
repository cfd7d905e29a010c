package io.samforge.eval.accuracy.coco;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pictures and what people marked on them.
 *
 * @param images the pictures, ascending numbers
 * @param categories names by number
 * @param objects all objects
 */
record CocoDataset(
    List<CocoImage> images, SortedMap<Long, String> categories, List<CocoObject> objects) {
  /** Copies the collections. */
  CocoDataset {
    images = List.copyOf(images);
    categories = new TreeMap<>(categories);
    objects = List.copyOf(objects);
  }

  /** The part with the first {@code count} pictures. */
  CocoDataset first(int count) {
    List<CocoImage> kept = images.subList(0, Math.min(count, images.size()));
    List<Long> ids = kept.stream().map(CocoImage::id).toList();
    return new CocoDataset(
        kept, categories, objects.stream().filter(o -> ids.contains(o.image())).toList());
  }
}
