package io.samforge.calib.fold;

import com.google.protobuf.InvalidProtocolBufferException;
import io.samforge.arch.model.HostStep;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.OnnxFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operators of a host part that a factor of a channel passes through: those that only move
 * values to other places, and products with one constant number.
 *
 * <p>Padding is not among them, because what it adds has no channel.
 */
final class HostMoves {
  private static final Set<String> MOVES =
      Set.of(
          "Reshape",
          "Transpose",
          "Slice",
          "Split",
          "Squeeze",
          "Unsqueeze",
          "Flatten",
          "Gather",
          "Identity");
  private static final String ONE = "#one ";

  private final String name;
  private final OnnxGraph part;

  /** Reads the part of a host step. */
  HostMoves(String name, byte[] part) {
    this.name = name;
    try {
      this.part = new OnnxGraph(ModelProto.parseFrom(part), name);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the part of " + name + " is no ONNX model", e);
    }
  }

  /** A tensor inside or behind the part and the operator that reads it and is no move. */
  record Use(String reader, String tensor) {}

  /**
   * What becomes of some inputs of the part.
   *
   * @param moved values of the outputs of the part, and of all tensors in {@code uses}
   * @param uses readers that do more than move values
   */
  record Spread(Map<String, FloatTensor> moved, List<Use> uses) {}

  /** The input of the part whose values {@code tensor} holds at other places, if it is one. */
  Optional<String> source(String tensor) {
    String current = tensor;
    Optional<NodeProto> maker = part.producer(current);
    while (maker.isPresent()) {
      Optional<String> before = moved(maker.get());
      if (before.isEmpty()) {
        return Optional.empty();
      }
      current = before.get();
      maker = part.producer(current);
    }
    return part.isConstant(current) ? Optional.empty() : Optional.of(current);
  }

  /**
   * Moves values as the part does; constant factors count as one.
   *
   * @param values some of the inputs of the step
   * @param functions keeps buffers from one call to the next
   */
  Spread spread(HostStep step, Map<String, FloatTensor> values, OnnxFunction.Factory functions) {
    Set<String> reached = new LinkedHashSet<>(values.keySet());
    List<NodeProto> moves = new ArrayList<>();
    List<Use> uses = new ArrayList<>();
    for (NodeProto node : part.nodes()) {
      List<String> read = OnnxGraph.reads(node).stream().filter(reached::contains).toList();
      if (!read.isEmpty() && moved(node).isPresent()) {
        moves.add(withoutFactor(node));
        node.getOutputList().stream().filter(o -> !o.isEmpty()).forEach(reached::add);
      } else {
        read.forEach(tensor -> uses.add(new Use(label(node), tensor)));
      }
    }
    Set<String> wanted = new LinkedHashSet<>(step.outputs());
    uses.forEach(use -> wanted.add(use.tensor()));
    wanted.retainAll(reached);
    OnnxGraph onlyMoves = onlyMoves(moves, values.keySet());
    Map<String, FloatTensor> moved = new LinkedHashMap<>();
    for (String tensor : wanted) {
      moved.put(
          tensor,
          values.containsKey(tensor)
              ? values.get(tensor)
              : run(onlyMoves, tensor, values, functions));
    }
    return new Spread(moved, uses);
  }

  private static String label(NodeProto node) {
    String label = node.getName().isEmpty() ? node.getOutput(0) : node.getName();
    return label.startsWith("/") ? label.substring(1) : label;
  }

  /** The only tensor whose values the node passes on, if it does nothing else. */
  private Optional<String> moved(NodeProto node) {
    List<String> inputs = node.getInputList();
    if (MOVES.contains(node.getOpType())) {
      boolean fixed = inputs.stream().skip(1).allMatch(i -> i.isEmpty() || part.isConstant(i));
      return fixed ? Optional.of(inputs.get(0)) : Optional.empty();
    }
    return factor(node).map(constant -> inputs.get(inputs.get(0).equals(constant) ? 1 : 0));
  }

  /** The constant number that the node multiplies or divides by, if it does that. */
  private Optional<String> factor(NodeProto node) {
    boolean product = node.getOpType().equals("Mul");
    if ((!product && !node.getOpType().equals("Div")) || node.getInputCount() != 2) {
      return Optional.empty();
    }
    List<String> candidates = product ? node.getInputList() : List.of(node.getInput(1));
    return candidates.stream().filter(i -> part.scalar(i).isPresent()).findFirst();
  }

  private NodeProto withoutFactor(NodeProto node) {
    Optional<String> constant = factor(node);
    if (constant.isEmpty()) {
      return node;
    }
    NodeProto.Builder builder = node.toBuilder();
    int at = node.getInputList().indexOf(constant.get());
    return builder.setInput(at, ONE + constant.get()).build();
  }

  private OnnxGraph onlyMoves(List<NodeProto> moves, Set<String> inputs) {
    GraphProto whole = part.model().getGraph();
    GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
    Set<String> constants = new LinkedHashSet<>();
    for (NodeProto node : moves) {
      graph.addNode(node);
      constants.addAll(node.getInputList());
    }
    for (String constant : constants) {
      if (constant.startsWith(ONE)) {
        graph.addInitializer(one(constant));
      } else {
        part.initializer(constant)
            .ifPresent(tensor -> graph.addInitializer(tensor.toBuilder().setName(constant)));
      }
    }
    whole.getInputList().stream()
        .filter(input -> inputs.contains(input.getName()))
        .forEach(graph::addInput);
    return new OnnxGraph(part.model().toBuilder().setGraph(graph).build(), name);
  }

  /** A one of the shape of the constant that it replaces. */
  private TensorProto one(String constant) {
    String replaced = constant.substring(ONE.length());
    TensorProto shape = part.initializer(replaced).orElseThrow();
    return TensorProto.newBuilder()
        .setName(constant)
        .setDataType(shape.getDataType())
        .addAllDims(shape.getDimsList())
        .addFloatData(1)
        .build();
  }

  private FloatTensor run(
      OnnxGraph moves,
      String tensor,
      Map<String, FloatTensor> values,
      OnnxFunction.Factory functions) {
    List<String> inputs = List.copyOf(values.keySet());
    byte[] model = moves.cut(List.of(tensor));
    try (OnnxFunction function = functions.load("the moves of " + name, model, inputs, tensor)) {
      return function.apply(inputs.stream().map(values::get).toArray(FloatTensor[]::new));
    }
  }
}
