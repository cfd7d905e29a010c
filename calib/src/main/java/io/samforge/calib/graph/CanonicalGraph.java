package io.samforge.calib.graph;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.OnnxFile;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model whose shapes are fixed and whose constants are folded, with the types of its tensors.
 *
 * @param onnx nodes and constants
 * @param types what is known about inputs and results of nodes
 */
record CanonicalGraph(OnnxGraph onnx, Map<String, TensorType> types) {
  private static final long MOST_ELEMENTS = 1L << 30;
  private static final long MOST_CONSTANT_ELEMENTS = 1L << 26;

  /**
   * Reads a file, drops what the kept outputs do not need, fixes the dimensions of inputs and lets
   * ONNX Runtime fold constants.
   *
   * @throws UserError if the file is not a sound model of fixed shape
   */
  static CanonicalGraph read(Path file, GraphOptions options) {
    OnnxFile onnx = new OnnxFile(file);
    String source = onnx.source();
    try (ModelFolder folder = new ModelFolder()) {
      OrtModels models = new OrtModels(folder, source);
      ModelProto fixed =
          new InputDimensions(options.dimensions(), source)
              .fix(new OutputCut(options.outputs()).of(new OnnxGraph(onnx.read(), source)));
      refuseLargeTensors(new OnnxGraph(fixed, source), models.types("typed.onnx", fixed));
      Path optimised = models.optimise(folder.write("fixed.onnx", fixed), "optimised.onnx");
      OnnxGraph folded = new OnnxGraph(new OnnxFile(optimised, source).read(), source);
      ModelProto canonical = GemmRewriter.rewrite(folded);
      Map<String, TensorType> types = models.types("canonical.onnx", canonical);
      return new CanonicalGraph(new OnnxGraph(canonical, source), types);
    }
  }

  /** Folding a constant makes it: one that does not fit into memory is refused before. */
  private static void refuseLargeTensors(OnnxGraph graph, Map<String, TensorType> types) {
    Set<String> computed = new HashSet<>();
    graph.model().getGraph().getInputList().forEach(input -> computed.add(input.getName()));
    for (NodeProto node : graph.nodes()) {
      boolean constant = OnnxGraph.reads(node).stream().noneMatch(computed::contains);
      if (!constant) {
        computed.addAll(node.getOutputList());
      }
      long most = constant ? MOST_CONSTANT_ELEMENTS : MOST_ELEMENTS;
      for (String output : node.getOutputList()) {
        TensorType type = types.get(output);
        if (type != null && type.isFixed() && type.elements() > most) {
          throw new UserError(
              "the tensor %s of %s would have the shape %s; at most %d elements are possible"
                  .formatted(output, graph.source(), type.shape(), most));
        }
      }
    }
  }

  /** What error messages call the model. */
  String source() {
    return onnx.source();
  }

  /** The main graph. */
  GraphProto graph() {
    return onnx.model().getGraph();
  }

  /** All nodes in an order of execution. */
  List<NodeProto> nodes() {
    return onnx.nodes();
  }

  /** Names of the inputs. */
  List<String> inputs() {
    return graph().getInputList().stream().map(ValueInfoProto::getName).toList();
  }

  /** Names of the outputs. */
  List<String> outputs() {
    return graph().getOutputList().stream().map(ValueInfoProto::getName).toList();
  }

  /** The type of a tensor of 32-bit floats with a fixed shape. */
  Optional<TensorType> fixedFloats(String tensor) {
    return Optional.ofNullable(types.get(tensor)).filter(t -> t.isFloat() && t.isFixed());
  }

  /** The tensors that a node reads and that are no constants. */
  List<String> activations(NodeProto node) {
    return OnnxGraph.reads(node).stream().filter(t -> !onnx.isConstant(t)).toList();
  }
}
