package io.samforge.calib.graph;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.onnx.OnnxTensorData;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.quant.FloatMatrix;
import java.util.List;
import java.util.Optional;

/** Recognises Gemm and MatMul. */
final class MatrixProducts {
  private final CanonicalGraph graph;
  private final Origins origins;
  private final HeadCount heads;
  private final StepNames names;

  MatrixProducts(CanonicalGraph graph, Origins origins, StepNames names) {
    this.graph = graph;
    this.origins = origins;
    this.heads = new HeadCount(graph);
    this.names = names;
  }

  /** What a Gemm or MatMul can be. */
  Verdict judge(NodeProto node) {
    Optional<TensorType> left = graph.fixedFloats(node.getInput(0));
    Optional<TensorType> output = graph.fixedFloats(node.getOutput(0));
    if (graph.onnx().isConstant(node.getInput(0))) {
      return Verdict.host("its left side is constant");
    }
    if (left.isEmpty() || output.isEmpty()) {
      return Verdict.host("not 32-bit floats of fixed shape");
    }
    if (left.get().shape().size() < 2 || output.get().shape().size() < 2) {
      return Verdict.host("a product with a vector");
    }
    if (!graph.onnx().isConstant(node.getInput(1))) {
      return node.getOpType().equals("Gemm")
          ? Verdict.host("a product of two activations with an addition")
          : product(node, left.get(), output.get());
    }
    String weights = node.getInput(1);
    if (!graph.onnx().isFloat(weights) || graph.onnx().constantShape(weights).size() != 2) {
      return Verdict.host("its weights are no matrix of 32-bit floats");
    }
    return linear(node, left.get(), output.get());
  }

  private Verdict linear(NodeProto node, TensorType left, TensorType output) {
    boolean addition = node.getInputCount() > 2 && !node.getInput(2).isEmpty();
    if (addition && !isBias(node.getInput(2), Math.toIntExact(output.last()))) {
      return Verdict.host("what it adds is not a constant for each output channel");
    }
    LinearStep step =
        new LinearStep(
            names.linear(node),
            node.getInput(0),
            new MatrixView.Rows(left.shape()),
            node.getOutput(0),
            new MatrixView.Rows(output.shape()),
            origins.of(node.getInput(0)),
            ActivationFunction.IDENTITY);
    return new Verdict.Linear(step, () -> weights(node, addition));
  }

  private boolean isBias(String tensor, int outputs) {
    if (!graph.onnx().isFloat(tensor)) {
      return false;
    }
    OnnxTensorData bias = graph.onnx().constant(tensor);
    return bias.values().length == 1
        || (bias.values().length == outputs && bias.shape()[bias.shape().length - 1] == outputs);
  }

  private LinearWeights weights(NodeProto node, boolean addition) {
    boolean gemm = node.getOpType().equals("Gemm");
    boolean turned = gemm && NodeAttributes.integer(node, "transB", 0) != 0;
    FloatMatrix stored = graph.onnx().constant(node.getInput(1)).asMatrix();
    FloatMatrix weights = turned ? stored : stored.transposed();
    float alpha = gemm ? NodeAttributes.number(node, "alpha", 1) : 1;
    float[] bias = new float[weights.rows()];
    if (addition) {
      float[] added = graph.onnx().constant(node.getInput(2)).values();
      float beta = NodeAttributes.number(node, "beta", 1);
      for (int o = 0; o < bias.length; o++) {
        bias[o] = beta * added[added.length == 1 ? 0 : o];
      }
    }
    return new LinearWeights(scaled(weights, alpha), bias);
  }

  private static FloatMatrix scaled(FloatMatrix matrix, float factor) {
    if (factor == 1) {
      return matrix;
    }
    float[] values = matrix.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return new FloatMatrix(matrix.rows(), matrix.columns(), values);
  }

  private Verdict product(NodeProto node, TensorType left, TensorType output) {
    Optional<TensorType> right = graph.fixedFloats(node.getInput(1));
    if (right.isEmpty()) {
      return Verdict.host("not 32-bit floats of fixed shape");
    }
    List<Long> shape = output.shape();
    int rank = shape.size();
    List<Long> leading = shape.subList(0, rank - 2);
    if (!leading.equals(leading(left)) || !leading.equals(leading(right.get()))) {
      return Verdict.host("one side is used for several products");
    }
    long batch = leading.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    return new Verdict.Product(
        new ProductStep(
            names.product(node),
            node.getInput(0),
            node.getInput(1),
            node.getOutput(0),
            Math.toIntExact(batch),
            heads.of(node.getInput(0), left.shape()),
            Math.toIntExact(shape.get(rank - 2)),
            Math.toIntExact(left.last()),
            Math.toIntExact(output.last()),
            origins.of(node.getInput(0)),
            shape));
  }

  private static List<Long> leading(TensorType type) {
    return type.shape().subList(0, Math.max(0, type.shape().size() - 2));
  }
}
