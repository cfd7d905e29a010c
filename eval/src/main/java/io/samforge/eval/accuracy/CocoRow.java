package io.samforge.eval.accuracy;

import io.samforge.eval.accuracy.coco.CocoScores;

/**
 * What the COCO benchmark says of one variant.
 *
 * @param bits width of the codes; 32 for floats
 * @param scope what is quantised
 * @param method how; {@code float} for the float model
 * @param scores the scores of the benchmark
 * @param images number of pictures
 * @param detections number of boxes that prompted for masks
 * @param fingerprint of everything that the row depends on
 */
record CocoRow(
    int bits,
    Scope scope,
    String method,
    CocoScores scores,
    int images,
    int detections,
    String fingerprint) {}
