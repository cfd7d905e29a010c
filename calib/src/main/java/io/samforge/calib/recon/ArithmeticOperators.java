package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Operators that compute element by element or over single axes. */
final class ArithmeticOperators {
  private ArithmeticOperators() {}

  /** Returns the operators by their names in ONNX. */
  static Map<String, HostOperator> all() {
    Map<String, HostOperator> operators = new HashMap<>();
    operators.put("Add", binary(NDArray::add));
    operators.put("Sub", binary(NDArray::sub));
    operators.put("Mul", binary(NDArray::mul));
    operators.put("Div", binary(NDArray::div));
    operators.put("Pow", (node, in) -> List.of(power(in.get(0), in.get(1))));
    operators.put("Identity", unary(x -> x));
    operators.put("Sqrt", unary(NDArray::sqrt));
    operators.put("Erf", unary(NDArray::erf));
    operators.put("Exp", unary(NDArray::exp));
    operators.put("Log", unary(NDArray::log));
    operators.put("Neg", unary(NDArray::neg));
    operators.put("Abs", unary(NDArray::abs));
    operators.put("Tanh", unary(NDArray::tanh));
    operators.put("Reciprocal", unary(x -> x.onesLike().div(x)));
    operators.put("Relu", unary(x -> x.getNDArrayInternal().relu()));
    operators.put("Sigmoid", unary(x -> x.getNDArrayInternal().sigmoid()));
    operators.put("Gelu", ArithmeticOperators::gelu);
    operators.put("Cast", (node, in) -> List.of(in.get(0).toType(type(node), false)));
    operators.put("Softmax", (node, in) -> List.of(in.get(0).softmax(node.integer("axis", -1))));
    operators.put("ReduceMean", ArithmeticOperators::mean);
    operators.put("LayerNormalization", ArithmeticOperators::layerNorm);
    return operators;
  }

  private static HostOperator unary(UnaryOperator<NDArray> function) {
    return (node, in) -> List.of(function.apply(in.get(0)));
  }

  private static HostOperator binary(BinaryOperator<NDArray> function) {
    return (node, in) -> List.of(function.apply(in.get(0), in.get(1)));
  }

  /** Squares are by far the most frequent powers, and much cheaper as such. */
  private static NDArray power(NDArray base, NDArray exponent) {
    boolean square =
        exponent.size() == 1
            && exponent.toType(DataType.FLOAT32, false).getFloat(first(exponent)) == 2;
    return square ? base.square() : base.pow(exponent);
  }

  private static long[] first(NDArray array) {
    return new long[array.getShape().dimension()];
  }

  private static List<NDArray> gelu(HostNode node, List<NDArray> in) {
    HostPart.require(node.text("approximate", "none").equals("none"), "Gelu is approximated");
    return List.of(in.get(0).getNDArrayInternal().gelu());
  }

  private static DataType type(HostNode node) {
    return HostConstants.type(node.integer("to", 0));
  }

  private static List<NDArray> mean(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    int rank = x.getShape().dimension();
    int[] axes =
        node.integers("axes", in, 1)
            .map(a -> IntStream.range(0, a.length).map(i -> axis((int) a[i], rank)).toArray())
            .orElse(IntStream.range(0, rank).toArray());
    return List.of(x.mean(axes, node.integer("keepdims", 1) == 1));
  }

  private static List<NDArray> layerNorm(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    int rank = x.getShape().dimension();
    int axis = axis(node.integer("axis", -1), rank);
    NDArray gamma = in.get(1);
    NDArray beta = in.size() > 2 && in.get(2) != null ? in.get(2) : gamma.zerosLike();
    float epsilon = node.number("epsilon", 1e-5f);
    return List.of(
        x.getNDArrayInternal()
            .layerNorm(x, x.getShape().slice(axis), gamma, beta, epsilon)
            .singletonOrThrow());
  }

  /** Returns the number of an axis counted from the front. */
  static int axis(int axis, int rank) {
    return axis < 0 ? axis + rank : axis;
  }
}
