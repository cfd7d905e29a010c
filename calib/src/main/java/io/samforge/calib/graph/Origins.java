package io.samforge.calib.graph;

import io.samforge.arch.model.InputOrigin;
import io.samforge.calib.onnx.GeluPattern;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.Optional;
import java.util.Set;

/** Finds out what made a tensor by walking back over operators that only move values. */
final class Origins {
  private static final Set<String> NORMALISATIONS =
      Set.of(
          "LayerNormalization",
          "SimplifiedLayerNormalization",
          "SkipLayerNormalization",
          "RMSNormalization");
  private static final int MEAN_DEPTH = 8;

  private final CanonicalGraph graph;
  private final OnnxGraph onnx;
  private final Layout layout;
  private final GeluPattern gelus;

  Origins(CanonicalGraph graph) {
    this.graph = graph;
    this.onnx = graph.onnx();
    this.layout = new Layout(graph);
    this.gelus = new GeluPattern(onnx);
  }

  /** What made {@code tensor}. */
  InputOrigin of(String tensor) {
    if (isNormalised(tensor)) {
      return InputOrigin.NORMALISED;
    }
    if (gelus.making(tensor).isPresent()) {
      return InputOrigin.GELU;
    }
    Optional<NodeProto> node = onnx.producer(tensor);
    if (node.isEmpty()) {
      return InputOrigin.OTHER;
    }
    return switch (node.get().getOpType()) {
      case "Relu" -> InputOrigin.RELU;
      case "Softmax" -> InputOrigin.SOFTMAX;
      default -> layout.scaled(node.get()).map(this::of).orElse(InputOrigin.OTHER);
    };
  }

  /**
   * The input of the model that {@code tensor} shows, moved and joined with constants only, if that
   * input is a picture or a prompt. An input with many channels is the result of another network.
   */
  Optional<String> pictureOrPrompt(String tensor) {
    if (graph.inputs().contains(tensor)) {
      return Optional.of(tensor).filter(input -> !isFeatureMap(input));
    }
    return onnx.producer(tensor).flatMap(layout::prepared).flatMap(this::pictureOrPrompt);
  }

  private boolean isFeatureMap(String input) {
    Optional<TensorType> type = graph.fixedFloats(input).filter(t -> t.shape().size() == 4);
    return type.filter(t -> t.shape().get(1) > 4 && t.shape().get(3) > 4).isPresent();
  }

  /** Whether {@code tensor} is (x - mean) / deviation, scaled and moved by constants. */
  private boolean isNormalised(String tensor) {
    Optional<NodeProto> node = onnx.producer(tensor);
    if (node.isEmpty()) {
      return false;
    }
    if (NORMALISATIONS.contains(node.get().getOpType())) {
      return true;
    }
    String quotient =
        withoutConstant(node.get(), "Add")
            .flatMap(onnx::producer)
            .or(() -> node)
            .flatMap(n -> withoutConstant(n, "Mul").or(() -> Optional.of(n.getOutput(0))))
            .orElse(tensor);
    return onnx.producer(quotient).filter(this::isStandardised).isPresent();
  }

  private Optional<String> withoutConstant(NodeProto node, String operator) {
    if (!node.getOpType().equals(operator) || node.getInputCount() != 2) {
      return Optional.empty();
    }
    if (onnx.isConstant(node.getInput(1))) {
      return Optional.of(node.getInput(0));
    }
    return onnx.isConstant(node.getInput(0)) ? Optional.of(node.getInput(1)) : Optional.empty();
  }

  private boolean isStandardised(NodeProto division) {
    return division.getOpType().equals("Div")
        && onnx.producer(division.getInput(0)).filter(this::isCentred).isPresent()
        && dependsOnMean(division.getInput(1), MEAN_DEPTH);
  }

  private boolean isCentred(NodeProto subtraction) {
    return subtraction.getOpType().equals("Sub")
        && onnx.producer(subtraction.getInput(1))
            .filter(mean -> mean.getOpType().equals("ReduceMean"))
            .filter(mean -> mean.getInput(0).equals(subtraction.getInput(0)))
            .isPresent();
  }

  private boolean dependsOnMean(String tensor, int depth) {
    Optional<NodeProto> node = onnx.producer(tensor);
    if (depth == 0 || node.isEmpty()) {
      return false;
    }
    return switch (node.get().getOpType()) {
      case "ReduceMean" -> true;
      case "Sqrt", "Add" ->
          node.get().getInputList().stream().anyMatch(i -> dependsOnMean(i, depth - 1));
      default -> false;
    };
  }
}
