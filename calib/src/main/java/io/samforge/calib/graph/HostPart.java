package io.samforge.calib.graph;

import io.samforge.arch.UserError;
import io.samforge.arch.model.HostStep;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorShapeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TypeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Operators of one round that the host computes, as an ONNX model of their own. */
final class HostPart {
  private final Draft draft;
  private final String name;
  private final List<NodeProto> nodes;
  private final Optional<ProductGap> gap;
  private final Set<String> made = new HashSet<>();

  /** Makes a part of {@code nodes}, which are in an order of execution. */
  HostPart(Draft draft, String name, List<NodeProto> nodes) {
    this(draft, name, nodes, Optional.empty());
  }

  /** Makes a part that takes any number of matrices. */
  HostPart(Draft draft, String name, ProductGap gap) {
    this(draft, name, gap.nodes(), Optional.of(gap));
  }

  private HostPart(Draft draft, String name, List<NodeProto> nodes, Optional<ProductGap> gap) {
    this.draft = draft;
    this.name = name;
    this.nodes = nodes;
    this.gap = gap;
    nodes.forEach(node -> made.addAll(draft.writes(node)));
  }

  /** The step. */
  HostStep step() {
    Set<String> inputs = new LinkedHashSet<>();
    nodes.forEach(node -> inputs.addAll(draft.reads(node)));
    inputs.removeAll(made);
    return new HostStep(name, List.copyOf(inputs), outputs());
  }

  private List<String> outputs() {
    return nodes.stream()
        .flatMap(node -> draft.writes(node).stream())
        .filter(tensor -> draft.graph().outputs().contains(tensor) || isReadOutside(tensor))
        .toList();
  }

  private boolean isReadOutside(String tensor) {
    return draft.readers(tensor).stream().anyMatch(r -> !made.containsAll(draft.writes(r)));
  }

  /**
   * The serialised ONNX model: only the constants that it needs, the operator sets of the whole.
   */
  byte[] model() {
    OnnxGraph onnx = draft.graph().onnx();
    GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
    Set<String> constants = new LinkedHashSet<>();
    for (NodeProto node : nodes) {
      graph.addNode(node);
      OnnxGraph.reads(node).stream().filter(onnx::isConstant).forEach(constants::add);
    }
    for (String constant : constants) {
      TensorProto value =
          gap.map(ProductGap::constants)
              .map(shapes -> shapes.get(constant))
              .or(() -> onnx.initializer(constant))
              .orElseThrow();
      graph.addInitializer(value.toBuilder().setName(constant));
    }
    HostStep step = step();
    step.inputs().forEach(tensor -> graph.addInput(value(tensor)));
    step.outputs().forEach(tensor -> graph.addOutput(value(tensor)));
    return onnx.model().toBuilder().setGraph(graph).build().toByteArray();
  }

  private ValueInfoProto value(String tensor) {
    TensorType type = draft.graph().types().get(tensor);
    if (type == null) {
      throw new UserError(
          "%s of %s is no tensor of numbers; such values cannot pass between steps"
              .formatted(tensor, draft.graph().source()));
    }
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dimension : type.shape()) {
      TensorShapeProto.Dimension.Builder added = shape.addDimBuilder();
      if (dimension >= 0) {
        added.setDimValue(dimension);
      }
    }
    if (gap.isPresent()) {
      shape.getDimBuilder(0).setDimParam(HostStep.PRODUCTS);
    }
    return ValueInfoProto.newBuilder()
        .setName(tensor)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.element().code())
                        .setShape(shape)))
        .build();
  }
}
