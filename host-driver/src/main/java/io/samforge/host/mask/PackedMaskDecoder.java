package io.samforge.host.mask;

import io.samforge.arch.UserError;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The prompt encoder and mask decoder of a model package.
 *
 * <p>Its steps have fixed shapes, so it takes a fixed number of points; a prompt of fewer points
 * gets padding points.
 */
public final class PackedMaskDecoder implements MaskDecoder {
  private static final String EMBEDDING = "image_embeddings";
  private static final String COORDINATES = "point_coords";
  private static final String LABELS = "point_labels";
  private static final String MASK = "mask_input";
  private static final String HAS_MASK = "has_mask_input";
  private static final String LOGITS = "low_res_masks";
  private static final String IOU = "iou_predictions";
  private static final int FEWEST_POINTS = 2;
  private static final long SIDE = MaskUpsampler.SIDE;
  private static final List<Long> ONE_MASK = List.of(1L, 1L, SIDE, SIDE);

  private final int points;
  private final Map<String, List<Long>> inputs;
  private final StepEngine engine;
  private final GraphExecutor executor;

  /**
   * Prepares the decoder of a package, see {@link #PackedMaskDecoder(StagedGraph, Map, StepEngine,
   * StepListener)}.
   *
   * @throws UserError when the function is no mask decoder
   */
  public PackedMaskDecoder(PackedFunction function, StepEngine engine, StepListener listener) {
    this(function.graph(), function.hostParts(), engine, listener);
  }

  /**
   * Prepares a decoder.
   *
   * @param graph inputs {@code image_embeddings} [1,256,64,64], {@code point_coords} [1,n,2],
   *     {@code point_labels} [1,n], {@code mask_input} [1,1,256,256], {@code has_mask_input} [1];
   *     outputs {@code low_res_masks} [1,1,256,256], {@code iou_predictions} [1,1]
   * @param hostParts a serialised ONNX model for every host step, by its name
   * @param engine computes its accelerated steps; closed with the decoder
   * @param listener hears of finished steps
   * @throws UserError when the graph is no mask decoder
   */
  public PackedMaskDecoder(
      StagedGraph graph, Map<String, byte[]> hostParts, StepEngine engine, StepListener listener) {
    List<TensorShape> found = graph.inputs();
    long width =
        found.stream()
            .filter(tensor -> tensor.name().equals(LABELS) && tensor.shape().size() == 2)
            .mapToLong(tensor -> tensor.shape().get(1))
            .filter(n -> n >= FEWEST_POINTS)
            .findFirst()
            .orElse(FEWEST_POINTS);
    this.points = Math.toIntExact(width);
    this.inputs = new LinkedHashMap<>();
    inputs.put(EMBEDDING, List.of(1L, 256L, 64L, 64L));
    inputs.put(COORDINATES, List.of(1L, width, 2L));
    inputs.put(LABELS, List.of(1L, width));
    inputs.put(MASK, ONE_MASK);
    inputs.put(HAS_MASK, List.of(1L));
    require("reads", found, inputs);
    require("delivers", graph.outputs(), Map.of(LOGITS, ONE_MASK, IOU, List.of(1L, 1L)));
    this.engine = engine;
    this.executor = new GraphExecutor(graph, hostParts, engine, listener);
  }

  private static void require(
      String what, List<TensorShape> found, Map<String, List<Long>> wanted) {
    Set<TensorShape> allowed = new HashSet<>();
    wanted.forEach((name, shape) -> allowed.add(new TensorShape(name, shape)));
    if (!Set.copyOf(found).equals(allowed)) {
      throw new UserError(
          "the mask decoder of the model package %s %s; allowed: %s"
              .formatted(what, TensorList.text(found), TensorList.text(sorted(wanted))));
    }
  }

  private static List<TensorShape> sorted(Map<String, List<Long>> tensors) {
    return tensors.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> new TensorShape(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Returns the number of points that it takes, corners of a box and padding included. */
  public int points() {
    return points;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UserError when it has too many points, with what is allowed
   */
  @Override
  public void check(Prompt prompt) {
    if (PromptEncoding.of(prompt).points() > points) {
      throw new UserError(
          "the prompt %s has too many points for the mask decoder of the model package; allowed: %s"
              .formatted(prompt.text(), allowed()));
    }
  }

  /** A box takes two places, and points without a box one for padding. */
  private String allowed() {
    return switch (points) {
      case 2 -> "1 point, or a box";
      case 3 -> "2 points, or a box and 1 point";
      default -> "%d points, or a box and %d points".formatted(points - 1, points - 2);
    };
  }

  /**
   * {@inheritDoc}
   *
   * @throws UserError when the prompt has too many points, or a step fails, with its name
   */
  @Override
  public MaskPrediction decode(FloatTensor embedding, Prompt prompt) {
    check(prompt);
    PromptEncoding encoding = PromptEncoding.of(prompt).padded(points);
    Map<String, FloatTensor> outputs =
        executor.run(
            Map.of(
                EMBEDDING, embedding,
                COORDINATES, tensor(COORDINATES, encoding.coordinates()),
                LABELS, tensor(LABELS, encoding.labels()),
                MASK, tensor(MASK, new float[(int) (SIDE * SIDE)]),
                HAS_MASK, tensor(HAS_MASK, new float[1])));
    return new MaskPrediction(
        prompt.image(), outputs.get(LOGITS).data(), outputs.get(IOU).data()[0]);
  }

  private FloatTensor tensor(String name, float[] values) {
    return new FloatTensor(inputs.get(name), values);
  }

  @Override
  public void close() {
    executor.close();
    engine.close();
  }
}
