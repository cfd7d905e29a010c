package io.samforge.eval.accuracy.coco;

import io.samforge.host.mask.ImageSize;

/**
 * A picture of the benchmark.
 *
 * @param id number that annotations refer to
 * @param fileName name of its file in the folder of pictures
 * @param size its size
 */
record CocoImage(long id, String fileName, ImageSize size) {}
