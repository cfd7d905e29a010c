package io.samforge.host.run;

import io.samforge.arch.UserError;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a model step by step: host parts in ONNX Runtime, all other steps in an engine.
 *
 * <p>A tensor is freed after its last reader, so the memory needed is that of the tensors alive at
 * one step, and that step's own. Two products with a host step between them that takes any number
 * of products run slice by slice where the engine can ({@link HostStep#PRODUCTS}), so what passes
 * between them never exists as a whole. Host parts are loaded when they first run and stay loaded
 * until the executor is closed. Not for several threads at once.
 */
public final class GraphExecutor implements AutoCloseable {
  private final StagedGraph graph;
  private final Map<String, byte[]> hostParts;
  private final StepEngine engine;
  private final StepListener listener;
  private final HostRuntime runtime;
  private final Map<String, HostPart> loaded = new HashMap<>();

  /** Products that may be computed slice by slice, by the names of their steps. */
  private final Map<String, SlicedProducts> sliced;

  /** Outputs of the last run that the engine has made, and that have not come back. */
  private final Set<StepValue> lent = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Prepares a model.
   *
   * @param hostParts a serialised ONNX model for every host step, by its name
   * @param engine computes the other steps; it stays open when the executor is closed
   * @param listener hears of finished steps
   * @throws UserError when a host step has no part
   */
  public GraphExecutor(
      StagedGraph graph, Map<String, byte[]> hostParts, StepEngine engine, StepListener listener) {
    this(graph, hostParts, engine, listener, new OrtRuntime(), SlicedProducts.MOST_ELEMENTS);
  }

  GraphExecutor(
      StagedGraph graph,
      Map<String, byte[]> hostParts,
      StepEngine engine,
      StepListener listener,
      HostRuntime runtime,
      long mostSliced) {
    this.graph = graph;
    this.hostParts = Map.copyOf(hostParts);
    this.engine = engine;
    this.listener = listener;
    this.runtime = runtime;
    this.sliced = SlicedProducts.of(graph, mostSliced);
    for (ModelStep step : graph.steps()) {
      if (step instanceof HostStep && !hostParts.containsKey(step.name())) {
        throw new UserError(
            "the model %s has no ONNX part for the host step %s"
                .formatted(graph.name(), step.name()));
      }
    }
  }

  /**
   * Runs the model once.
   *
   * @param inputs a value for every input of the graph
   * @return the outputs of the graph, in its order
   * @throws UserError when an input is missing or has another shape, or when a step fails, with the
   *     name of the step
   */
  public Map<String, FloatTensor> run(Map<String, FloatTensor> inputs) {
    lent.clear();
    try (LiveTensors tensors = new LiveTensors(runtime, engine, graph)) {
      for (TensorShape input : graph.inputs()) {
        tensors.put(input.name(), checked(input, inputs.get(input.name())));
      }
      int done = 0;
      for (ModelStep step : graph.steps()) {
        runStep(step, tensors);
        listener.finished(step, ++done, graph.steps().size());
      }
      Map<String, FloatTensor> outputs = new LinkedHashMap<>();
      for (TensorShape output : graph.outputs()) {
        outputs.put(output.name(), floats(graph.name(), tensors.output(output.name(), lent)));
      }
      return outputs;
    }
  }

  /**
   * Takes an output of the last run back that nobody reads any more: a later run may write into its
   * array. Other tensors stay as they are.
   */
  public void release(FloatTensor output) {
    if (lent.remove(output)) {
      engine.release(output);
    }
  }

  private FloatTensor checked(TensorShape wanted, FloatTensor value) {
    if (value == null) {
      throw new UserError("the model %s needs the input %s".formatted(graph.name(), wanted.name()));
    }
    if (!value.shape().equals(wanted.shape())) {
      throw new UserError(
          "the input %s of the model %s has the shape %s; allowed: %s"
              .formatted(wanted.name(), graph.name(), value.shape(), wanted.shape()));
    }
    return value;
  }

  private void runStep(ModelStep step, LiveTensors tensors) {
    try {
      SlicedProducts group = sliced.get(step.name());
      if (group != null && inSlices(group)) {
        if (group.isLast(step)) {
          group.run(engine, runtime, part(group.between()), tensors);
        }
      } else if (step instanceof HostStep host) {
        runHost(host, tensors);
      } else if (step instanceof LinearStep linear) {
        StepValue input = tensors.value(linear.input());
        tensors.putOfEngine(linear.output(), engine.linear(linear, input));
        tensors.valueRead(linear.input());
      } else if (step instanceof ProductStep product) {
        FloatTensor left = floats(product.left(), tensors.value(product.left()));
        FloatTensor right = floats(product.right(), tensors.value(product.right()));
        tensors.putOfEngine(product.output(), engine.product(product, left, right));
        tensors.valueRead(product.left());
        tensors.valueRead(product.right());
      }
    } catch (UserError e) {
      throw new UserError("step %s: %s".formatted(step.name(), e.getMessage()), e);
    }
  }

  private void runHost(HostStep step, LiveTensors tensors) {
    List<HostTensor> inputs = new ArrayList<>();
    step.inputs().forEach(input -> inputs.add(tensors.host(input)));
    List<HostTensor> outputs = part(step).run(step.inputs(), inputs, step.outputs());
    for (int i = 0; i < outputs.size(); i++) {
      tensors.put(step.outputs().get(i), outputs.get(i));
    }
    step.inputs().forEach(tensors::hostRead);
  }

  private HostPart part(HostStep step) {
    HostPart part = loaded.get(step.name());
    if (part == null) {
      part = runtime.part("the host part", hostParts.get(step.name()));
      loaded.put(step.name(), part);
    }
    return part;
  }

  private boolean inSlices(SlicedProducts group) {
    return group.possibleWith(engine) && part(group.between()).takesAnyProducts();
  }

  private static FloatTensor floats(String where, StepValue value) {
    if (value instanceof FloatTensor floats) {
      return floats;
    }
    throw new UserError(where + " is codes; allowed: floats");
  }

  /** Frees the host parts. */
  @Override
  public void close() {
    loaded.values().forEach(HostPart::close);
    loaded.clear();
  }
}
