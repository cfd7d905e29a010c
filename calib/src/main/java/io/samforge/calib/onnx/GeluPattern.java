package io.samforge.calib.onnx;

import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * Recognises the exact GELU: one Gelu node, or {@code y/2 (1 + erf(y / sqrt 2))} spelled out as Div
 * (or Mul), Erf, Add, Mul, Mul with the multiplication by y before or after that by one half.
 */
final class GeluPattern {
  private static final double TOLERANCE = 1e-6;

  private final OnnxGraph graph;

  GeluPattern(OnnxGraph graph) {
    this.graph = graph;
  }

  /** The tensor that holds GELU of {@code y}, if the graph computes it. */
  Optional<String> result(String y) {
    Optional<NodeProto> single = reader(y, "Gelu");
    if (single.isPresent()) {
      boolean exact =
          OnnxGraph.attribute(single.get(), "approximate")
              .map(a -> a.getS().toStringUtf8().equals("none"))
              .orElse(true);
      return exact ? single.map(n -> n.getOutput(0)) : Optional.empty();
    }
    return scaledBy(y, "Div", Math.sqrt(2))
        .or(() -> scaledBy(y, "Mul", Math.sqrt(0.5)))
        .flatMap(scaled -> reader(scaled, "Erf"))
        .flatMap(erf -> scaledBy(erf.getOutput(0), "Add", 1))
        .flatMap(sum -> timesYAndHalf(y, sum));
  }

  private Optional<String> timesYAndHalf(String y, String sum) {
    Optional<String> byYFirst = times(sum, y).flatMap(t -> scaledBy(t, "Mul", 0.5));
    Optional<String> byHalfFirst = scaledBy(sum, "Mul", 0.5).flatMap(t -> times(t, y));
    Optional<String> halfOfY = scaledBy(y, "Mul", 0.5).flatMap(t -> times(sum, t));
    return byYFirst.or(() -> byHalfFirst).or(() -> halfOfY);
  }

  private Optional<NodeProto> reader(String tensor, String operator) {
    return graph.consumers(tensor).stream().filter(n -> n.getOpType().equals(operator)).findFirst();
  }

  /** The result of {@code operator} on {@code tensor} and the constant {@code expected}. */
  private Optional<String> scaledBy(String tensor, String operator, double expected) {
    return graph.consumers(tensor).stream()
        .filter(n -> n.getOpType().equals(operator) && n.getInputCount() == 2)
        .filter(n -> !operator.equals("Div") || n.getInput(0).equals(tensor))
        .filter(n -> hasConstant(n.getInputList(), expected))
        .map(n -> n.getOutput(0))
        .findFirst();
  }

  private boolean hasConstant(List<String> inputs, double expected) {
    return inputs.stream()
        .flatMap(input -> graph.scalar(input).stream())
        .anyMatch(value -> Math.abs(value - expected) <= TOLERANCE * expected);
  }

  private Optional<String> times(String a, String b) {
    return graph.consumers(a).stream()
        .filter(n -> n.getOpType().equals("Mul") && n.getInputList().contains(b))
        .map(n -> n.getOutput(0))
        .findFirst();
  }
}
