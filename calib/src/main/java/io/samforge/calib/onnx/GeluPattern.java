package io.samforge.calib.onnx;

import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises GELU: one node, or {@code y/2 (1 + erf(y / sqrt 2))} spelled out with its factors in
 * any order, or the approximation with a hyperbolic tangent.
 */
public final class GeluPattern {
  private static final double TOLERANCE = 1e-6;
  private static final int LONGEST = 8;
  private static final Set<String> SINGLE_NODES = Set.of("Gelu", "FastGelu", "QuickGelu");

  private final OnnxGraph graph;

  /** Looks for GELU in {@code graph}. */
  public GeluPattern(OnnxGraph graph) {
    this.graph = graph;
  }

  /** The exact GELU that is applied to {@code y}, if the graph computes it. */
  public Optional<Gelu> of(String y) {
    Set<String> reached = new LinkedHashSet<>(List.of(y));
    for (int depth = 0; depth < LONGEST; depth++) {
      for (String tensor : List.copyOf(reached)) {
        graph.consumers(tensor).forEach(node -> reached.addAll(node.getOutputList()));
      }
      Optional<Gelu> found =
          reached.stream()
              .flatMap(tensor -> making(tensor).stream())
              .filter(gelu -> gelu.exact() && gelu.input().equals(y))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The GELU whose result is {@code tensor}, exact or approximated. */
  public Optional<Gelu> making(String tensor) {
    Optional<NodeProto> last = graph.producer(tensor);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    if (SINGLE_NODES.contains(last.get().getOpType())) {
      return Optional.of(single(last.get()));
    }
    for (String gate : upstream(tensor, Set.of("Mul", "Div"), LONGEST)) {
      Optional<Gelu> found = function(gate).flatMap(f -> gated(tensor, gate, f));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Gelu single(NodeProto node) {
    boolean exact =
        node.getOpType().equals("Gelu")
            && OnnxGraph.attribute(node, "approximate")
                .map(a -> a.getS().toStringUtf8().equals("none"))
                .orElse(true);
    String output = node.getOutput(0);
    return new Gelu(node.getInput(0), output, exact, Set.of(output));
  }

  /** The Erf or Tanh node f when {@code gate} is 1 + f. */
  private Optional<NodeProto> function(String gate) {
    return graph
        .producer(gate)
        .filter(node -> node.getOpType().equals("Add"))
        .flatMap(node -> scaled(node, 1))
        .flatMap(graph::producer)
        .filter(node -> node.getOpType().equals("Erf") || node.getOpType().equals("Tanh"));
  }

  /** GELU when {@code result} is half of a tensor times the gate, and the gate depends on it. */
  private Optional<Gelu> gated(String result, String gate, NodeProto function) {
    String argument = function.getInput(0);
    if (function.getOpType().equals("Erf")) {
      return graph
          .producer(argument)
          .flatMap(this::overRootOfTwo)
          .flatMap(y -> new Product(gate, y).halved(result))
          .map(p -> p.gelu(result, true, Set.of(gate, function.getOutput(0), argument)));
    }
    return upstream(argument, Set.of("Mul", "Add", "Pow"), LONGEST).stream()
        .flatMap(y -> new Product(gate, y).halved(result).stream())
        .map(p -> p.gelu(result, false, Set.of()))
        .findFirst();
  }

  private Optional<String> overRootOfTwo(NodeProto node) {
    return switch (node.getOpType()) {
      case "Div" -> scaled(node, Math.sqrt(2)).filter(y -> y.equals(node.getInput(0)));
      case "Mul" -> scaled(node, Math.sqrt(0.5));
      default -> Optional.empty();
    };
  }

  /** The other operand of a node that has the constant {@code expected} as one of its two. */
  private Optional<String> scaled(NodeProto node, double expected) {
    for (int i = 0; i < 2 && node.getInputCount() == 2; i++) {
      Optional<Float> constant = graph.scalar(node.getInput(i));
      if (constant.filter(c -> Math.abs(c - expected) <= TOLERANCE * expected).isPresent()) {
        return Optional.of(node.getInput(1 - i));
      }
    }
    return Optional.empty();
  }

  /** Tensors from which {@code tensor} is computed by nodes of these operators only, and itself. */
  private Set<String> upstream(String tensor, Set<String> operators, int depth) {
    Set<String> seen = new LinkedHashSet<>(List.of(tensor));
    Optional<NodeProto> producer =
        graph.producer(tensor).filter(node -> operators.contains(node.getOpType()));
    if (depth > 0 && producer.isPresent()) {
      producer.get().getInputList().forEach(i -> seen.addAll(upstream(i, operators, depth - 1)));
    }
    return seen;
  }

  /** A product of the gate, the tensor y and constants. */
  private final class Product {
    private final String gate;
    private final String y;
    private final Set<String> tensors = new HashSet<>();
    private int gates;
    private int inputs;
    private double factor = 1;

    Product(String gate, String y) {
      this.gate = gate;
      this.y = y;
    }

    /** This product if {@code result} is half of y times the gate. */
    Optional<Product> halved(String result) {
      boolean complete = collect(result, LONGEST);
      boolean half = Math.abs(factor - 0.5) <= TOLERANCE;
      return complete && half && gates == 1 && inputs == 1 ? Optional.of(this) : Optional.empty();
    }

    Gelu gelu(String result, boolean exact, Set<String> further) {
      tensors.addAll(further);
      return new Gelu(y, result, exact, tensors);
    }

    private boolean collect(String tensor, int depth) {
      if (tensor.equals(gate)) {
        gates++;
        return true;
      }
      if (tensor.equals(y)) {
        inputs++;
        return true;
      }
      Optional<Float> constant = graph.scalar(tensor);
      if (constant.isPresent()) {
        factor *= constant.get();
        return true;
      }
      Optional<NodeProto> node = graph.producer(tensor);
      if (depth == 0 || node.isEmpty() || node.get().getInputCount() != 2) {
        return false;
      }
      tensors.add(tensor);
      NodeProto made = node.get();
      return switch (made.getOpType()) {
        case "Mul" -> collect(made.getInput(0), depth - 1) && collect(made.getInput(1), depth - 1);
        case "Div" -> collect(made.getInput(0), depth - 1) && divided(made.getInput(1));
        default -> false;
      };
    }

    private boolean divided(String tensor) {
      Optional<Float> constant = graph.scalar(tensor);
      constant.ifPresent(c -> factor /= c);
      return constant.isPresent();
    }
  }
}
