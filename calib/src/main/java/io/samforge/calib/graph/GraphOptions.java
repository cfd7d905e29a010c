package io.samforge.calib.graph;

import java.util.List;
import java.util.Map;

/**
 * How a model is read and cut.
 *
 * @param dimensions values of dimensions that the file leaves open, by their symbolic names or, for
 *     those without, as {@code input.index}; names that the model does not have are ignored, so
 *     that one set serves all models of a run. Not given: 2 for {@code num_points}, 1 for a first
 *     dimension
 * @param outputs names of the outputs to keep; what only others need is dropped. Empty keeps all
 * @param floatNames operators with one of these in their name, or in the name of a constant that
 *     they read, stay in floats on the host
 * @param floatInputNames linear steps with one of these in their names read floats: no activation
 *     is folded into the step before them, which then delivers floats too
 * @param acceleratePatchEmbedding whether the convolution that reads the picture is accelerated too
 * @param mostWhole most results that a product may have for what follows it to stay whole; behind
 *     larger ones it is cut out as a part for any number of matrices (architecture, section 13)
 */
public record GraphOptions(
    Map<String, Long> dimensions,
    List<String> outputs,
    List<String> floatNames,
    List<String> floatInputNames,
    boolean acceleratePatchEmbedding,
    long mostWhole) {
  /** Results that stay whole: 128 MiB. Windows have less, attention over a picture of SAM more. */
  public static final long DEFAULT_MOST_WHOLE = 1L << 25;

  /** Small layers of a mask decoder that cost accuracy and no time. */
  public static final List<String> DEFAULT_FLOAT_NAMES =
      List.of("mask_downscaling", "output_hypernetworks_mlps", "iou_prediction_head");

  /** Copies the collections. */
  public GraphOptions {
    dimensions = Map.copyOf(dimensions);
    outputs = List.copyOf(outputs);
    floatNames = List.copyOf(floatNames);
    floatInputNames = List.copyOf(floatInputNames);
  }

  /** The options for an image encoder: all outputs, the picture's convolution in floats. */
  public static GraphOptions encoder() {
    return new GraphOptions(
        Map.of(), List.of(), DEFAULT_FLOAT_NAMES, List.of(), false, DEFAULT_MOST_WHOLE);
  }

  /** The options for a mask decoder: the small masks and their predicted quality. */
  public static GraphOptions decoder() {
    return encoder().withOutputs("low_res_masks", "iou_predictions");
  }

  /** These options with other outputs. */
  public GraphOptions withOutputs(String... names) {
    return new GraphOptions(
        dimensions,
        List.of(names),
        floatNames,
        floatInputNames,
        acceleratePatchEmbedding,
        mostWhole);
  }

  /** These options with other dimensions. */
  public GraphOptions withDimensions(Map<String, Long> values) {
    return new GraphOptions(
        values, outputs, floatNames, floatInputNames, acceleratePatchEmbedding, mostWhole);
  }

  /** These options with other names that stay in floats. */
  public GraphOptions withFloatNames(List<String> names) {
    return new GraphOptions(
        dimensions, outputs, names, floatInputNames, acceleratePatchEmbedding, mostWhole);
  }

  /** These options with other names of steps that read floats. */
  public GraphOptions withFloatInputNames(List<String> names) {
    return new GraphOptions(
        dimensions, outputs, floatNames, names, acceleratePatchEmbedding, mostWhole);
  }

  /** These options with the convolution of the picture accelerated. */
  public GraphOptions withPatchEmbedding() {
    return new GraphOptions(dimensions, outputs, floatNames, floatInputNames, true, mostWhole);
  }

  /** These options with another limit for results of products that stay whole. */
  public GraphOptions withMostWhole(long elements) {
    return new GraphOptions(
        dimensions, outputs, floatNames, floatInputNames, acceleratePatchEmbedding, elements);
  }
}
