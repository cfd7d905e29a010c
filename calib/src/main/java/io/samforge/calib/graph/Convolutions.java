package io.samforge.calib.graph;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.calib.onnx.OnnxTensorData;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.quant.FloatMatrix;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Recognises convolutions. */
final class Convolutions {
  private static final List<Long> ONES = List.of(1L, 1L);
  private static final List<Long> ZEROS = List.of(0L, 0L, 0L, 0L);

  private final CanonicalGraph graph;
  private final Origins origins;
  private final StepNames names;

  Convolutions(CanonicalGraph graph, Origins origins, StepNames names) {
    this.graph = graph;
    this.origins = origins;
    this.names = names;
  }

  /** What a Conv can be. */
  Verdict judge(NodeProto node) {
    Optional<TensorType> input = graph.fixedFloats(node.getInput(0));
    Optional<TensorType> output = graph.fixedFloats(node.getOutput(0));
    if (input.isEmpty() || output.isEmpty()) {
      return Verdict.host("not 32-bit floats of fixed shape");
    }
    if (input.get().shape().size() != 4 || input.get().shape().get(0) != 1) {
      return Verdict.host("not a convolution of one picture");
    }
    long groups = NodeAttributes.integer(node, "group", 1);
    if (groups != 1) {
      return groups == input.get().shape().get(1)
          ? Verdict.host("a depthwise convolution")
          : Verdict.host("a convolution in %d groups", groups);
    }
    boolean bias = node.getInputCount() > 2 && !node.getInput(2).isEmpty();
    if (!graph.onnx().isFloat(node.getInput(1))
        || (bias && !graph.onnx().isFloat(node.getInput(2)))) {
      return Verdict.host("its weights are no 32-bit float constants");
    }
    return square(node, input.get(), output.get(), bias);
  }

  private Verdict square(NodeProto node, TensorType input, TensorType output, boolean bias) {
    OnnxTensorData weights = graph.onnx().constant(node.getInput(1));
    int kernel = weights.shape()[3];
    List<Long> strides = NodeAttributes.integers(node, "strides", ONES);
    List<Long> pads = NodeAttributes.integers(node, "pads", ZEROS);
    String automatic = NodeAttributes.text(node, "auto_pad", "NOTSET");
    if (weights.shape()[2] != kernel || !strides.get(0).equals(strides.get(1))) {
      return Verdict.host("its kernel or stride is not square");
    }
    if (!NodeAttributes.integers(node, "dilations", ONES).equals(ONES)) {
      return Verdict.host("a dilated convolution");
    }
    if (automatic.startsWith("SAME") || new HashSet<>(pads).size() != 1 || pads.get(0) < 0) {
      return Verdict.host("its padding differs from side to side");
    }
    int stride = Math.toIntExact(strides.get(0));
    int padding = automatic.equals("VALID") ? 0 : Math.toIntExact(pads.get(0));
    MatrixView inputView = inputView(input.shape(), kernel, stride, padding);
    MatrixView.Planes outputView = planes(output.shape());
    if (inputView.tokens() != outputView.tokens()) {
      return Verdict.host("its result has another shape than its weights give");
    }
    LinearStep step =
        new LinearStep(
            names.linear(node),
            node.getInput(0),
            inputView,
            node.getOutput(0),
            outputView,
            origins.of(node.getInput(0)),
            ActivationFunction.IDENTITY);
    return new Verdict.Linear(step, () -> weights(node, weights, bias));
  }

  private static MatrixView inputView(List<Long> shape, int kernel, int stride, int padding) {
    MatrixView.Planes planes = planes(shape);
    if (kernel == 1 && stride == 1 && padding == 0) {
      return planes;
    }
    return new MatrixView.Patches(
        planes.channels(), planes.height(), planes.width(), kernel, stride, padding);
  }

  private static MatrixView.Planes planes(List<Long> shape) {
    return new MatrixView.Planes(
        Math.toIntExact(shape.get(1)),
        Math.toIntExact(shape.get(2)),
        Math.toIntExact(shape.get(3)));
  }

  private LinearWeights weights(NodeProto node, OnnxTensorData kernels, boolean bias) {
    float[] values = kernels.values();
    int outputs = kernels.shape()[0];
    float[] added = bias ? graph.onnx().constant(node.getInput(2)).values() : new float[outputs];
    return new LinearWeights(new FloatMatrix(outputs, values.length / outputs, values), added);
  }
}
