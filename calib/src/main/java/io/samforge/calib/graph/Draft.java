package io.samforge.calib.graph;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A model while it is cut: which nodes became steps, and what those steps read and write now. A
 * node that nothing needs any more because a step does its work is not alive.
 */
final class Draft {
  private final CanonicalGraph graph;
  private final Map<NodeProto, ModelStep> steps = new IdentityHashMap<>();
  private final Map<NodeProto, Supplier<LinearWeights>> weights = new IdentityHashMap<>();
  private final Map<NodeProto, NodeProto> absorbed = new IdentityHashMap<>();
  private final Map<String, NodeProto> written = new HashMap<>();
  private List<NodeProto> alive;

  Draft(CanonicalGraph graph) {
    this.graph = graph;
    this.alive = List.copyOf(graph.nodes());
  }

  /** The model that is cut. */
  CanonicalGraph graph() {
    return graph;
  }

  /** Makes a node a step, or another step than before. */
  void set(NodeProto node, ModelStep step) {
    ModelStep before = steps.put(node, step);
    if (before != null) {
      before.outputs().forEach(written::remove);
    }
    step.outputs().forEach(output -> written.put(output, node));
    Set<NodeProto> needed = needed();
    alive = graph.nodes().stream().filter(needed::contains).toList();
  }

  /** Sets how the weights of a node's step are read. */
  void setWeights(NodeProto node, Supplier<LinearWeights> source) {
    weights.put(node, source);
  }

  /** The source of the weights of a linear step. */
  Supplier<LinearWeights> weights(NodeProto node) {
    return weights.get(node);
  }

  /** The step that a node became. */
  Optional<ModelStep> step(NodeProto node) {
    return Optional.ofNullable(steps.get(node));
  }

  /** The linear step that a node became. */
  Optional<LinearStep> linear(NodeProto node) {
    return step(node).filter(LinearStep.class::isInstance).map(LinearStep.class::cast);
  }

  /** Remembers that the step of {@code by} does the work of {@code node} once it is not alive. */
  void absorb(NodeProto node, NodeProto by) {
    absorbed.putIfAbsent(node, by);
  }

  /** The step that does the work of a node that is not alive. */
  Optional<ModelStep> owner(NodeProto node) {
    return Optional.ofNullable(absorbed.get(node)).flatMap(this::step);
  }

  /** The nodes that are left, in an order of execution. */
  List<NodeProto> alive() {
    return alive;
  }

  /** The tensors that a node reads, without constants. */
  List<String> reads(NodeProto node) {
    return step(node).map(ModelStep::inputs).orElseGet(() -> graph.activations(node));
  }

  /** The tensors that a node writes. */
  List<String> writes(NodeProto node) {
    return step(node)
        .map(ModelStep::outputs)
        .orElseGet(() -> node.getOutputList().stream().filter(o -> !o.isEmpty()).toList());
  }

  /** The node that writes a tensor; none for inputs. */
  Optional<NodeProto> maker(String tensor) {
    return Optional.ofNullable(written.get(tensor)).or(() -> graph.onnx().producer(tensor));
  }

  /** The living nodes that read a tensor. */
  List<NodeProto> readers(String tensor) {
    return alive.stream().filter(node -> reads(node).contains(tensor)).toList();
  }

  /** The only reader of a tensor if that is no output of the model and the reader no step. */
  Optional<NodeProto> onlyHostReader(String tensor) {
    List<NodeProto> readers = readers(tensor);
    boolean only = readers.size() == 1 && !graph.outputs().contains(tensor);
    return only ? Optional.of(readers.get(0)).filter(n -> step(n).isEmpty()) : Optional.empty();
  }

  private Set<NodeProto> needed() {
    Set<NodeProto> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<String> open = new ArrayDeque<>(graph.outputs());
    while (!open.isEmpty()) {
      Optional<NodeProto> maker = maker(open.remove());
      if (maker.isPresent() && needed.add(maker.get())) {
        open.addAll(reads(maker.get()));
      }
    }
    return needed;
  }
}
