package io.samforge.eval.accuracy.coco;

import io.samforge.host.mask.RunLengths;

/**
 * A mask to be judged.
 *
 * @param image number of the picture
 * @param category number of the category
 * @param score how sure the detector was of its box
 * @param mask the pixels
 */
record ScoredMask(long image, long category, double score, RunLengths mask) {}
