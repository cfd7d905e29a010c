package io.samforge.calib.graph;

import io.samforge.arch.UserError;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads an image encoder or a mask decoder and cuts it into steps (architecture, section 13). The
 * same file and options always give the same steps, byte by byte.
 */
public final class GraphReader {
  private final CanonicalGraph graph;
  private final String name;
  private final Draft draft;
  private final Map<NodeProto, String> reasons = new IdentityHashMap<>();
  private final Map<NodeProto, String> hostSteps = new IdentityHashMap<>();
  private final List<ModelStep> steps = new ArrayList<>();
  private final Map<String, byte[]> parts = new LinkedHashMap<>();
  private final Map<String, LinearWeights> weights = new LinkedHashMap<>();

  private GraphReader(CanonicalGraph graph, String name) {
    this.graph = graph;
    this.name = name;
    this.draft = new Draft(graph);
  }

  /**
   * Reads a model. It is called like its file without the ending.
   *
   * @throws UserError if the file is missing, damaged or no ONNX model, a tensor holds values that
   *     are not finite, a dimension is open, or ONNX Runtime knows an operator not
   */
  public static StagedModel read(Path file, GraphOptions options) {
    String fileName = String.valueOf(file.getFileName());
    int end = fileName.lastIndexOf('.');
    CanonicalGraph graph = CanonicalGraph.read(file, options);
    GraphReader reader = new GraphReader(graph, end > 0 ? fileName.substring(0, end) : fileName);
    reader.accelerate(options);
    reader.partition(options.mostWhole());
    return reader.result();
  }

  private void accelerate(GraphOptions options) {
    PlacementRules rules = new PlacementRules(graph, options);
    for (NodeProto node : graph.nodes()) {
      Verdict verdict = rules.judge(node);
      if (verdict instanceof Verdict.Linear linear) {
        draft.setWeights(node, linear.weights());
        draft.set(node, linear.step());
        reasons.put(node, "a product with constant weights");
      } else if (verdict instanceof Verdict.Product product) {
        draft.set(node, product.step());
        reasons.put(node, "a product of two activations");
      } else if (verdict instanceof Verdict.Host host) {
        reasons.put(node, host.reason());
      }
    }
    new StepEdges(draft).move();
    new ActivationFolding(draft, options.floatInputNames()).fold();
  }

  private void partition(long mostWhole) {
    StagePlan plan = new StagePlan(draft);
    for (int round = 0; round < plan.rounds(); round++) {
      List<NodeProto> nodes = plan.nodes(round);
      List<NodeProto> host = nodes.stream().filter(n -> draft.step(n).isEmpty()).toList();
      addHostParts(host, ProductGap.of(draft, host, mostWhole));
      for (NodeProto node : nodes) {
        draft.step(node).ifPresent(steps::add);
        draft.linear(node).ifPresent(s -> weights.put(s.name(), draft.weights(node).get()));
      }
    }
  }

  /** Adds the gaps behind all other operators of the round: nothing in it reads what they make. */
  private void addHostParts(List<NodeProto> nodes, List<ProductGap> gaps) {
    List<NodeProto> others =
        nodes.stream().filter(node -> gaps.stream().noneMatch(gap -> gap.contains(node))).toList();
    if (!others.isEmpty()) {
      addHostPart(others, name -> new HostPart(draft, name, others));
    }
    for (ProductGap gap : gaps) {
      addHostPart(gap.nodes(), name -> new HostPart(draft, name, gap));
    }
  }

  private void addHostPart(List<NodeProto> nodes, Function<String, HostPart> made) {
    HostPart part = made.apply("host-%02d".formatted(parts.size()));
    HostStep step = part.step();
    steps.add(step);
    parts.put(step.name(), part.model());
    nodes.forEach(node -> hostSteps.put(node, step.name()));
  }

  private StagedModel result() {
    StagedGraph staged =
        new StagedGraph(name, shapes(graph.inputs()), shapes(graph.outputs()), steps);
    Macs macs = new Macs(graph);
    List<NodePlacement> placements =
        graph.nodes().stream().map(node -> placement(node, macs)).toList();
    return new StagedModel(staged, parts, weights, new PlacementReport(name, placements));
  }

  private List<TensorShape> shapes(List<String> tensors) {
    return tensors.stream().map(this::shape).toList();
  }

  private TensorShape shape(String tensor) {
    TensorType type = graph.types().get(tensor);
    if (type == null || !type.isFixed()) {
      throw new UserError(
          "the output %s of %s has no fixed shape; keep only outputs that have one"
              .formatted(tensor, graph.source()));
    }
    return new TensorShape(tensor, type.shape());
  }

  private NodePlacement placement(NodeProto node, Macs macs) {
    TensorType type = graph.types().get(node.getOutput(0));
    List<Long> shape = type != null && type.isFixed() ? type.shape() : List.of();
    Optional<ModelStep> own = draft.step(node);
    Optional<ModelStep> owner = draft.owner(node).filter(o -> !hostSteps.containsKey(node));
    Placement placement =
        own.isPresent()
            ? Placement.ACCELERATOR
            : owner.isPresent() ? Placement.FOLDED : Placement.HOST;
    String step = own.or(() -> owner).map(ModelStep::name).orElse(hostSteps.get(node));
    String reason = placement == Placement.FOLDED ? "done by this step" : reasons.get(node);
    return new NodePlacement(
        StepNames.of(node), node.getOpType(), placement, step, reason, macs.of(node), shape);
  }
}
