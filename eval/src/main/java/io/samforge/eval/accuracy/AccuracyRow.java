package io.samforge.eval.accuracy;

import java.util.List;

/**
 * What was measured of one variant.
 *
 * @param bits width of the codes
 * @param scope what is quantised
 * @param method how
 * @param meanIou mean intersection over union with the float masks
 * @param p10Iou the value that a tenth of the masks does not exceed
 * @param encoderCosine cosine similarity of the embeddings, mean over photographs
 * @param passes of the array over a product of a channel and an output, mean over the
 *     multiply-accumulates of the encoder; NaN without accelerator
 * @param images number of photographs
 * @param prompts number of masks
 * @param fingerprint of everything that the row depends on
 * @param worst the worst mask of some photographs
 */
record AccuracyRow(
    int bits,
    Scope scope,
    String method,
    double meanIou,
    double p10Iou,
    double encoderCosine,
    double passes,
    int images,
    int prompts,
    String fingerprint,
    List<WorstCase> worst) {
  /** Copies the list. */
  AccuracyRow {
    worst = List.copyOf(worst);
  }

  /** The variant in a few words. */
  String variant() {
    return "%d bits, %s, %s".formatted(bits, scope, method);
  }
}
