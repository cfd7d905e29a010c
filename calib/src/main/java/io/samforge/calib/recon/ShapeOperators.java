package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that only change dimensions. */
final class ShapeOperators {
  private ShapeOperators() {}

  /** Returns the operators by their names in ONNX. */
  static Map<String, HostOperator> all() {
    Map<String, HostOperator> operators = new HashMap<>();
    operators.put("Reshape", ShapeOperators::reshape);
    operators.put("Flatten", ShapeOperators::flatten);
    operators.put("Transpose", ShapeOperators::transpose);
    operators.put("Squeeze", ShapeOperators::squeeze);
    operators.put("Unsqueeze", ShapeOperators::unsqueeze);
    operators.put("Expand", ShapeOperators::expand);
    operators.put("Pad", ShapeOperators::pad);
    return operators;
  }

  private static List<NDArray> reshape(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    List<Long> wanted = new ArrayList<>();
    boolean inferred = false;
    for (long dimension : in.get(1).toLongArray()) {
      boolean copied = dimension == 0 && node.integer("allowzero", 0) == 0;
      wanted.add(copied ? x.getShape().get(wanted.size()) : dimension);
      inferred |= dimension < 0;
    }
    Shape shape = inferred ? new Shape(wanted) : ShapeFit.of(wanted, x.size());
    return List.of(x.reshape(shape));
  }

  private static List<NDArray> flatten(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    int rank = x.getShape().dimension();
    int axis = ArithmeticOperators.axis(node.integer("axis", 1), rank);
    return List.of(x.reshape(x.getShape().slice(0, axis).size(), x.getShape().slice(axis).size()));
  }

  private static List<NDArray> transpose(HostNode node, List<NDArray> in) {
    int rank = in.get(0).getShape().dimension();
    List<Long> order =
        node.integers(
            "perm", IntStream.range(0, rank).mapToObj(i -> (long) (rank - 1 - i)).toList());
    return List.of(in.get(0).transpose(order.stream().mapToInt(Math::toIntExact).toArray()));
  }

  private static List<NDArray> squeeze(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    int rank = x.getShape().dimension();
    return List.of(
        node.integers("axes", in, 1)
            .map(axes -> x.squeeze(sorted(axes, rank)))
            .orElseGet(x::squeeze));
  }

  private static List<NDArray> unsqueeze(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    long[] axes = node.integers("axes", in, 1).orElseThrow();
    for (int axis : sorted(axes, x.getShape().dimension() + axes.length)) {
      x = x.expandDims(axis);
    }
    return List.of(x);
  }

  private static int[] sorted(long[] axes, int rank) {
    return Arrays.stream(axes)
        .mapToInt(axis -> ArithmeticOperators.axis((int) axis, rank))
        .sorted()
        .toArray();
  }

  private static List<NDArray> expand(HostNode node, List<NDArray> in) {
    long[] wanted = in.get(1).toLongArray();
    long[] own = in.get(0).getShape().getShape();
    int rank = Math.max(own.length, wanted.length);
    long[] shape = new long[rank];
    for (int i = 0; i < rank; i++) {
      long a = i < rank - own.length ? 1 : own[i - rank + own.length];
      long b = i < rank - wanted.length ? 1 : wanted[i - rank + wanted.length];
      HostPart.require(a == b || a == 1 || b == 1, "Expand to another shape");
      shape[i] = Math.max(a, b);
    }
    return List.of(in.get(0).broadcast(new Shape(shape)));
  }

  private static List<NDArray> pad(HostNode node, List<NDArray> in) {
    HostPart.require(node.text("mode", "constant").equals("constant"), "Pad repeats values");
    HostPart.require(in.size() < 4 || in.get(3) == null, "Pad names axes");
    NDArray x = in.get(0);
    long[] pads = node.integers("pads", in, 1).orElseThrow();
    int rank = x.getShape().dimension();
    long[] lastFirst = new long[2 * rank];
    for (int axis = 0; axis < rank; axis++) {
      lastFirst[2 * (rank - 1 - axis)] = pads[axis];
      lastFirst[2 * (rank - 1 - axis) + 1] = pads[rank + axis];
    }
    boolean given = in.size() > 2 && in.get(2) != null;
    double value = given ? in.get(2).toFloatArray()[0] : node.number("value", 0);
    return List.of(x.pad(new Shape(lastFirst), value));
  }
}
