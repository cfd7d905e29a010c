package io.samforge.eval.accuracy;

import io.samforge.eval.accuracy.coco.CocoBenchmark;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the COCO benchmark is.
 *
 * @param annotations JSON of pictures, categories and annotations
 * @param boxes JSON list of a detector's boxes
 * @param images folder of the pictures
 * @param limit number of pictures
 */
record CocoFiles(Path annotations, Path boxes, Path images, int limit) {
  /**
   * Reads the files.
   *
   * @throws io.samforge.arch.UserError if one is missing or wrong
   */
  CocoBenchmark read() {
    return CocoBenchmark.read(annotations, boxes, images, limit);
  }

  /** Fingerprint of the files and {@code model}; pictures are known by their names only. */
  String setting(String model) {
    return Fingerprint.of(
        List.of(
            model,
            Fingerprint.of(annotations),
            Fingerprint.of(boxes),
            images.toAbsolutePath().normalize().toString(),
            Integer.toString(limit)));
  }
}
