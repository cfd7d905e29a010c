package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that take parts out of tensors or put tensors together. */
final class SelectionOperators {
  private SelectionOperators() {}

  /** Returns the operators by their names in ONNX. */
  static Map<String, HostOperator> all() {
    Map<String, HostOperator> operators = new HashMap<>();
    operators.put("Slice", SelectionOperators::slice);
    operators.put("Split", SelectionOperators::split);
    operators.put("Gather", SelectionOperators::gather);
    operators.put("Concat", SelectionOperators::concat);
    return operators;
  }

  private static List<NDArray> slice(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    long[] starts = node.integers("starts", in, 1).orElseThrow();
    long[] ends = node.integers("ends", in, 2).orElseThrow();
    long[] axes = node.integers("axes", in, 3).orElse(LongStream.range(0, starts.length).toArray());
    long[] steps =
        in.size() > 4 && in.get(4) != null
            ? in.get(4).toLongArray()
            : LongStream.generate(() -> 1).limit(starts.length).toArray();
    for (int i = 0; i < starts.length; i++) {
      HostPart.require(steps[i] > 0, "Slice goes backwards");
      int axis = ArithmeticOperators.axis((int) axes[i], x.getShape().dimension());
      long size = x.getShape().get(axis);
      x = slice(x, axis, limited(starts[i], size), limited(ends[i], size), steps[i]);
    }
    return List.of(x);
  }

  private static long limited(long position, long size) {
    long fromFront = position < 0 ? position + size : position;
    return Math.max(0, Math.min(size, fromFront));
  }

  /** Returns every {@code step}-th element of one axis. */
  static NDArray slice(NDArray x, int axis, long from, long to, long step) {
    NDIndex index = new NDIndex();
    for (int i = 0; i < axis; i++) {
      index.addAllDim();
    }
    return x.get(index.addSliceDim(from, to, step));
  }

  private static List<NDArray> split(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    int axis = ArithmeticOperators.axis(node.integer("axis", 0), x.getShape().dimension());
    int parts = node.proto().getOutputCount();
    long size = x.getShape().get(axis);
    long each = (size + parts - 1) / parts;
    long[] sizes =
        node.integers("split", in, 1)
            .orElse(LongStream.range(0, parts).map(i -> Math.min(each, size - i * each)).toArray());
    long[] cuts = new long[parts - 1];
    long at = 0;
    for (int i = 0; i < cuts.length; i++) {
      at += sizes[i];
      cuts[i] = at;
    }
    return x.split(cuts, axis);
  }

  private static List<NDArray> gather(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    int axis = ArithmeticOperators.axis(node.integer("axis", 0), x.getShape().dimension());
    long size = x.getShape().get(axis);
    Shape indexShape = in.get(1).getShape();
    HostPart.require(indexShape.dimension() <= 1, "Gather with a matrix of indices");
    NDList slices = new NDList();
    for (long index : in.get(1).toLongArray()) {
      long at = index < 0 ? index + size : index;
      slices.add(slice(x, axis, at, at + 1, 1));
    }
    NDArray gathered = slices.size() == 1 ? slices.get(0) : NDArrays.concat(slices, axis);
    return List.of(indexShape.isScalar() ? gathered.squeeze(axis) : gathered);
  }

  private static List<NDArray> concat(HostNode node, List<NDArray> in) {
    int rank = in.get(0).getShape().dimension();
    NDList parts = new NDList();
    IntStream.range(0, in.size()).forEach(i -> parts.add(in.get(i)));
    return List.of(NDArrays.concat(parts, ArithmeticOperators.axis(node.integer("axis", 0), rank)));
  }
}
