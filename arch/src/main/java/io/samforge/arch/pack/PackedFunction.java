package io.samforge.arch.pack;

import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.program.ProgramLayer;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model, such as the encoder, ready to run.
 *
 * @param graph its steps; those that are not of the host are all computed by units
 * @param hostParts a serialised ONNX model for every host step, by its name
 * @param units what the device computes
 */
public record PackedFunction(
    StagedGraph graph, Map<String, byte[]> hostParts, List<ProgramUnit> units) {
  /** Refuses steps that nobody can compute, and units of other steps. */
  public PackedFunction {
    hostParts = Collections.unmodifiableMap(new LinkedHashMap<>(hostParts));
    units = List.copyOf(units);
    Map<String, ModelStep> steps = new HashMap<>();
    graph.steps().forEach(step -> steps.put(step.name(), step));
    Set<String> onDevice = new HashSet<>();
    for (ProgramUnit unit : units) {
      for (String name : unit.steps()) {
        require(onDevice.add(name), "two units compute " + name);
        require(fits(unit, name, steps.get(name)), "no step fits the unit of " + name);
      }
    }
    Set<String> onHost = new HashSet<>();
    for (ModelStep step : graph.steps()) {
      if (step instanceof HostStep) {
        onHost.add(step.name());
      } else {
        require(onDevice.contains(step.name()), "no unit computes " + step.name());
      }
    }
    require(onHost.equals(hostParts.keySet()), "the host steps are " + onHost);
  }

  /** Returns the unit that computes a step, or null when none does. */
  public ProgramUnit unitOf(String step) {
    return units.stream().filter(unit -> unit.steps().contains(step)).findFirst().orElse(null);
  }

  /**
   * Returns a step.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public ModelStep step(String name) {
    return graph.steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no step " + name));
  }

  private static boolean fits(ProgramUnit unit, String name, ModelStep step) {
    if (unit instanceof LinearUnit linear && step instanceof LinearStep wanted) {
      int index = linear.steps().indexOf(name);
      ProgramLayer layer = linear.program().layers().get(index);
      return layer.channels() == wanted.channels()
          && layer.outputs() == wanted.outputChannels()
          && linear.program().descriptor(index).tokens() == wanted.tokens();
    }
    return unit instanceof ProductUnit product
        && step instanceof ProductStep wanted
        && product.fits(wanted);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
