package io.samforge.calib.synth;

import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import java.util.List;

/**
 * Writes the end of a {@link MaskDecoder}: the mask of the best score, enlarged to the size of the
 * photograph. The first mask counts only for a single point.
 */
final class MaskSelection {
  private static final float PREFERENCE = 1000;
  private static final float BETWEEN_TWO_AND_THREE = 2.5f;

  private static final int OPTIONAL_INPUTS_OPSET = 13;

  private final MaskDecoder net;
  private final Operators at;
  private final ShapeArithmetic shapes;

  MaskSelection(MaskDecoder net, Operators at) {
    this.net = net;
    this.at = at;
    shapes = new ShapeArithmetic(at);
  }

  /** Declares the three outputs. */
  void select(String masks, String iou, String coords, String size) {
    GraphWriter graph = at.graph();
    String best = best(iou, coords);
    Dimension side = Dimension.of(net.lowResolution());
    String mask = shapes.reshape(row(masks, best), Dimension.of(-1), side, side);
    String low = at.unsqueeze(mask, 1);
    String score = at.unsqueeze(at.reshape(row(iou, best), at.vector(-1)), 1);
    graph.output(enlarged(low, size), "masks", "batch", 1, "height", "width");
    graph.output(score, "iou_predictions", "batch", 1);
    graph.output(low, "low_res_masks", "batch", 1, net.lowResolution(), net.lowResolution());
  }

  /** The mask of the best score, {@code [1]}. */
  private String best(String iou, String coords) {
    String points = at.gather(at.apply("Shape", coords), 0, at.scalar(1));
    String more =
        at.apply("Sub", at.cast(points, GraphWriter.FLOAT), at.constant(BETWEEN_TWO_AND_THREE));
    float[] first = new float[net.masks()];
    first[0] = PREFERENCE;
    String preference = at.apply("Mul", more, at.constant(first, 1, net.masks()));
    return at.node(
        "ArgMax",
        List.of(at.apply("Add", iou, preference)),
        Attribute.integer("axis", 1),
        Attribute.integer("keepdims", 0),
        Attribute.integer("select_last_index", 0));
  }

  /** What {@code x [1, masks, ...]} holds for the mask {@code best}. */
  private String row(String x, String best) {
    String batch = at.gather(at.apply("Shape", x), 0, at.scalar(0));
    String images = at.apply("Range", at.scalar(0), batch, at.scalar(1));
    String offset = at.apply("Mul", images, at.vector(net.masks()));
    String flat = at.node("Flatten", List.of(x), Attribute.integer("axis", 2));
    return at.gather(flat, 0, at.apply("Add", best, offset));
  }

  private String enlarged(String low, String size) {
    String square = at.concat(0, at.sizes(low, 0, 2), at.vector(net.image(), net.image()));
    String whole = resized(low, square);

    AttributeProto noDimension = Attribute.integer("keepdims", 0);
    String longest = at.node("ReduceMax", List.of(size), noDimension);
    String scale = at.apply("Mul", at.apply("Reciprocal", longest), at.constant(net.image()));
    String scaled = at.apply("Add", at.apply("Mul", scale, size), at.constant(0.5f));
    String inside = at.cast(at.apply("Floor", scaled), GraphWriter.INT64);
    String rows = at.unsqueeze(at.gather(inside, 0, at.scalar(0)), 0);
    String columns = at.unsqueeze(at.gather(inside, 0, at.scalar(1)), 0);
    String cropped = at.slice(at.slice(whole, 2, at.vector(0), rows), 3, at.vector(0), columns);

    String original = at.cast(size, GraphWriter.INT64);
    return resized(cropped, at.concat(0, at.sizes(cropped, 0, 2), original));
  }

  private String resized(String x, String sizes) {
    // Before opset 13 the region and the scales may be empty but not missing.
    String unused = at.style().opset() < OPTIONAL_INPUTS_OPSET ? at.constant(new float[0], 0) : "";
    return at.node(
        "Resize",
        List.of(x, unused, unused, sizes),
        Attribute.text("coordinate_transformation_mode", "half_pixel"),
        Attribute.text("mode", "linear"),
        Attribute.text("nearest_mode", "floor"));
  }
}
