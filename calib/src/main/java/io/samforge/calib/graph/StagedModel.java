package io.samforge.calib.graph;

import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.StagedGraph;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model as steps, with everything that its steps need to be computed in floats.
 *
 * @param graph the steps
 * @param hostParts the ONNX model of every host step, by the name of the step
 * @param weights weights and bias of every linear step, by the name of the step
 * @param placement where every operator of the model went, and why
 */
public record StagedModel(
    StagedGraph graph,
    Map<String, byte[]> hostParts,
    Map<String, LinearWeights> weights,
    PlacementReport placement) {
  /** Copies the maps, keeping their order, and refuses steps whose part or weights are missing. */
  public StagedModel {
    hostParts = Collections.unmodifiableMap(new LinkedHashMap<>(hostParts));
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    for (ModelStep step : graph.steps()) {
      boolean complete =
          !(step instanceof HostStep || step instanceof LinearStep)
              || (step instanceof HostStep ? hostParts : weights).containsKey(step.name());
      if (!complete) {
        throw new IllegalArgumentException("nothing is known about the step " + step.name());
      }
    }
  }
}
