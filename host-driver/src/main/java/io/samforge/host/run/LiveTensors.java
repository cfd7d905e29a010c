package io.samforge.host.run;

import io.samforge.arch.UserError;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a running model that somebody still reads.
 *
 * <p>Host steps read a tensor in the memory of the host runtime, all others in that of Java. The
 * second form is made when it is first asked for; each form is freed with its last reader.
 */
final class LiveTensors implements AutoCloseable {
  private final HostRuntime runtime;
  private final StepEngine engine;
  private final Map<String, Live> tensors = new HashMap<>();

  /** One tensor: its forms, null while there is none, and the reads to come of each. */
  private static final class Live {
    private HostTensor host;
    private StepValue value;
    private int hostReads;
    private int valueReads;

    /** Whether the value comes from the engine and nobody else has been given it for good. */
    private boolean ofEngine;

    /**
     * Frees the forms that no later read needs, directly or to make the other one from.
     *
     * @return an array of the engine that nobody needs any more; null when there is none
     */
    FloatTensor free() {
      FloatTensor released = null;
      if (host != null && hostReads == 0 && (valueReads == 0 || value != null)) {
        host.close();
        host = null;
      }
      if (value != null && valueReads == 0 && (hostReads == 0 || host != null)) {
        released = ofEngine && value instanceof FloatTensor floats ? floats : null;
        value = null;
      }
      return released;
    }
  }

  /**
   * Counts the readers of all tensors of a graph; the caller of the graph reads its outputs.
   *
   * @param engine gets its arrays back
   */
  LiveTensors(HostRuntime runtime, StepEngine engine, StagedGraph graph) {
    this.runtime = runtime;
    this.engine = engine;
    for (ModelStep step : graph.steps()) {
      for (String input : step.inputs()) {
        if (step instanceof HostStep) {
          tensor(input).hostReads++;
        } else {
          tensor(input).valueReads++;
        }
      }
    }
    for (TensorShape output : graph.outputs()) {
      tensor(output.name()).valueReads++;
    }
  }

  /** Adds a tensor; it belongs to this object now and may be freed at once. */
  void put(String name, HostTensor host) {
    Live live = tensor(name);
    live.host = host;
    free(live);
  }

  /** Adds a tensor of the caller. */
  void put(String name, FloatTensor value) {
    Live live = tensor(name);
    live.value = value;
    free(live);
  }

  /** Adds what the engine has delivered. */
  void putOfEngine(String name, StepValue value) {
    Live live = tensor(name);
    live.value = value;
    live.ofEngine = true;
    free(live);
  }

  private void free(Live live) {
    FloatTensor released = live.free();
    if (released != null) {
      engine.release(released);
    }
  }

  /**
   * Returns a tensor for a host step; it stays until {@link #hostRead}.
   *
   * @throws UserError when codes are asked for
   */
  HostTensor host(String name) {
    Live live = tensor(name);
    if (live.host == null) {
      if (!(live.value instanceof FloatTensor floats)) {
        throw new UserError("the tensor " + name + " holds codes; a host step reads floats");
      }
      live.host = runtime.tensor(floats);
    }
    return live.host;
  }

  /** Tells that a host step has read a tensor. */
  void hostRead(String name) {
    Live live = tensor(name);
    live.hostReads--;
    free(live);
  }

  /**
   * Returns a tensor for a step of the engine; it stays until {@link #valueRead}.
   *
   * @throws UserError when the host delivered something else than floats
   */
  StepValue value(String name) {
    Live live = tensor(name);
    if (live.value == null) {
      try {
        live.value = live.host.floats();
      } catch (UserError e) {
        throw new UserError("the tensor %s is %s".formatted(name, e.getMessage()), e);
      }
    }
    return live.value;
  }

  /** Tells that a step of the engine has read a tensor. */
  void valueRead(String name) {
    Live live = tensor(name);
    live.valueReads--;
    free(live);
  }

  /**
   * Returns a tensor for the caller of the graph, who keeps it.
   *
   * @param lent receives it when it is the engine's
   * @throws UserError as for {@link #value}
   */
  StepValue output(String name, Set<StepValue> lent) {
    StepValue value = value(name);
    Live live = tensor(name);
    if (live.ofEngine && value instanceof FloatTensor) {
      lent.add(value);
    }
    live.ofEngine = false;
    valueRead(name);
    return value;
  }

  /** Frees everything. */
  @Override
  public void close() {
    for (Live live : tensors.values()) {
      live.hostReads = 0;
      live.valueReads = 0;
      free(live);
    }
  }

  private Live tensor(String name) {
    return tensors.computeIfAbsent(name, n -> new Live());
  }
}
