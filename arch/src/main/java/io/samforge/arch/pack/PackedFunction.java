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
 * @param graph its steps
 * @param hostParts a serialised ONNX model for every host step, by its name
 * @param floatWeights the constants of linear steps that no unit computes, by the step's name
 * @param units what the device computes
 */
public record PackedFunction(
    StagedGraph graph,
    Map<String, byte[]> hostParts,
    Map<String, FloatWeights> floatWeights,
    List<ProgramUnit> units) {
  /** Refuses steps that nobody can compute, and units of other steps. */
  public PackedFunction {
    hostParts = Collections.unmodifiableMap(new LinkedHashMap<>(hostParts));
    floatWeights = Collections.unmodifiableMap(new LinkedHashMap<>(floatWeights));
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
    Set<String> parts = new HashSet<>();
    Set<String> weights = new HashSet<>();
    for (ModelStep step : graph.steps()) {
      if (step instanceof HostStep) {
        parts.add(step.name());
      } else if (step instanceof LinearStep linear && !onDevice.contains(step.name())) {
        weights.add(step.name());
        FloatWeights found = floatWeights.get(step.name());
        require(
            found != null
                && found.outputs() == linear.outputChannels()
                && found.channels() == linear.channels(),
            "step " + step.name() + " has no weights");
      }
    }
    require(parts.equals(hostParts.keySet()), "host steps are " + parts);
    require(weights.equals(floatWeights.keySet()), "linear steps of the host are " + weights);
  }

  /** Returns the unit that computes a step, or null when none does. */
  public ProgramUnit unitOf(String step) {
    return units.stream().filter(unit -> unit.steps().contains(step)).findFirst().orElse(null);
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
