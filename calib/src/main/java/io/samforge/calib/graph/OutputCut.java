package io.samforge.calib.graph;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps what some outputs of a model need and drops everything else: nodes, constants, inputs and
 * all remarks about shapes. Initializers are no inputs any more, so that they count as constants.
 *
 * @param outputs names of the outputs; empty keeps all
 */
record OutputCut(List<String> outputs) {
  /** The first version of the format in which an initializer need not be an input. */
  private static final long INITIALIZERS_ARE_NO_INPUTS = 4;

  /**
   * The part of the model that makes the outputs.
   *
   * @throws UserError if an output does not exist or nothing depends on an input
   */
  ModelProto of(OnnxGraph graph) {
    GraphProto whole = graph.model().getGraph();
    List<ValueInfoProto> kept = kept(whole, graph.source());
    Set<String> needed = graph.ancestors(kept.stream().map(ValueInfoProto::getName).toList());
    Set<String> constants =
        whole.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    GraphProto.Builder part =
        whole.toBuilder().clearNode().clearInitializer().clearInput().clearOutput();
    part.clearValueInfo();
    for (NodeProto node : whole.getNodeList()) {
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        part.addNode(node);
      }
    }
    whole.getInitializerList().stream()
        .filter(tensor -> needed.contains(tensor.getName()))
        .forEach(part::addInitializer);
    whole.getInputList().stream()
        .filter(input -> needed.contains(input.getName()) && !constants.contains(input.getName()))
        .forEach(part::addInput);
    kept.forEach(output -> part.addOutput(withoutShape(output)));
    if (part.getInputCount() == 0) {
      throw new UserError("the outputs of %s depend on no input".formatted(graph.source()));
    }
    long version = Math.max(INITIALIZERS_ARE_NO_INPUTS, graph.model().getIrVersion());
    return graph.model().toBuilder().setGraph(part).setIrVersion(version).build();
  }

  private List<ValueInfoProto> kept(GraphProto graph, String source) {
    List<ValueInfoProto> all = graph.getOutputList();
    List<String> names = all.stream().map(ValueInfoProto::getName).toList();
    if (outputs.isEmpty()) {
      return all;
    }
    for (String output : outputs) {
      if (!names.contains(output)) {
        throw new UserError(
            "%s has no output %s; it has %s".formatted(source, output, String.join(", ", names)));
      }
    }
    return outputs.stream().map(name -> all.get(names.indexOf(name))).toList();
  }

  private static ValueInfoProto withoutShape(ValueInfoProto value) {
    ValueInfoProto.Builder result = value.toBuilder();
    if (value.getType().hasTensorType()) {
      result.getTypeBuilder().getTensorTypeBuilder().clearShape();
    }
    return result.build();
  }
}
