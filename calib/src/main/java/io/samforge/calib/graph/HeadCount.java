package io.samforge.calib.graph;

import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * Finds the number of attention heads in the leading dimensions of a product's left side.
 *
 * <p>With several leading dimensions the heads are the last of them. With a single one, windows and
 * heads were joined by a Reshape before: the last of the dimensions that it joined are the heads.
 *
 * @param graph the model
 */
record HeadCount(CanonicalGraph graph) {
  /** The heads of the products whose left side is {@code tensor}. */
  int of(String tensor, List<Long> shape) {
    int leading = shape.size() - 2;
    if (leading != 1) {
      return leading == 0 ? 1 : Math.toIntExact(shape.get(leading - 1));
    }
    return Math.toIntExact(joined(tensor, shape.get(0)).orElse(shape.get(0)));
  }

  private Optional<Long> joined(String tensor, long batch) {
    Layout layout = new Layout(graph);
    Optional<NodeProto> node = graph.onnx().producer(tensor);
    while (node.isPresent()) {
      NodeProto current = node.get();
      if (current.getOpType().equals("Reshape")) {
        Optional<Long> heads = lastJoined(current, batch);
        if (heads.isPresent()) {
          return heads;
        }
      }
      boolean softmax = current.getOpType().equals("Softmax");
      boolean product = current.getOpType().equals("MatMul") || current.getOpType().equals("Add");
      Optional<String> before =
          softmax || product ? Optional.of(current.getInput(0)) : layout.scaled(current);
      node = before.flatMap(graph.onnx()::producer);
    }
    return Optional.empty();
  }

  /** The last of the dimensions that a Reshape joins to one of {@code batch}. */
  private Optional<Long> lastJoined(NodeProto reshape, long batch) {
    Optional<TensorType> from = graph.fixedFloats(reshape.getInput(0));
    Optional<TensorType> to = graph.fixedFloats(reshape.getOutput(0));
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    long before = 1;
    for (long dimension : to.get().shape()) {
      if (dimension == batch) {
        Optional<Long> found = lastOfGroup(from.get().shape(), before, batch);
        if (found.isPresent()) {
          return found;
        }
      }
      before *= dimension;
    }
    return Optional.empty();
  }

  /** The last of at least two dimensions whose product is batch, behind a product of before. */
  private static Optional<Long> lastOfGroup(List<Long> shape, long before, long batch) {
    long product = 1;
    int first = 0;
    while (first < shape.size() && product < before) {
      product *= shape.get(first++);
    }
    long group = 1;
    int last = first;
    while (product == before && last < shape.size() && group < batch) {
      group *= shape.get(last++);
    }
    return group == batch && last - first > 1 ? Optional.of(shape.get(last - 1)) : Optional.empty();
  }
}
