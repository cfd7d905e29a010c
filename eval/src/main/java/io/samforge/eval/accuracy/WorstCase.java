package io.samforge.eval.accuracy;

/**
 * A mask that differs much from that of the float model.
 *
 * @param image name of the photograph
 * @param prompt the prompt in words
 * @param iou intersection over union with the float mask
 * @param picture file of the overlay, relative to the report
 */
record WorstCase(String image, String prompt, double iou, String picture) {}
