package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A unit that PyTorch computes: host parts operator by operator, the other steps by a caller. */
final class UnitNetwork {
  private final StagedGraph unit;
  private final Map<String, HostPart> parts = new LinkedHashMap<>();

  /**
   * Reads the host parts of a unit.
   *
   * @param hostParts the ONNX model of every host step, by the name of the step
   */
  UnitNetwork(StagedGraph unit, Map<String, byte[]> hostParts) {
    this.unit = unit;
    HostOperators operators = new HostOperators();
    for (ModelStep step : unit.steps()) {
      if (step instanceof HostStep host) {
        parts.put(host.name(), new HostPart(host, hostParts.get(host.name()), operators));
      }
    }
  }

  /** Returns the steps and tensors of the unit. */
  StagedGraph unit() {
    return unit;
  }

  /** Returns why the unit cannot be computed: the operators that are not known. */
  Optional<String> obstacle() {
    for (Map.Entry<String, HostPart> part : parts.entrySet()) {
      List<String> unknown = part.getValue().unknownOperators();
      if (!unknown.isEmpty()) {
        return Optional.of(
            "%s has the operator %s".formatted(part.getKey(), String.join(", ", unknown)));
      }
    }
    return Optional.empty();
  }

  /**
   * Makes tensors of all constants; they live as long as the manager.
   *
   * @throws IllegalArgumentException for constants of types that units do not compute with
   */
  void load(NDManager manager) {
    parts.values().forEach(part -> part.load(manager));
  }

  /**
   * Computes the outputs of the unit.
   *
   * @param inputs a tensor for every input
   * @param math computes the steps that are not on the host
   */
  Map<String, NDArray> run(Map<String, NDArray> inputs, StepMath math) {
    Map<String, NDArray> tensors = new HashMap<>(inputs);
    for (ModelStep step : unit.steps()) {
      if (step instanceof HostStep host) {
        parts.get(host.name()).run(tensors);
      } else if (step instanceof LinearStep linear) {
        tensors.put(linear.output(), math.linear(linear, tensors.get(linear.input())));
      } else if (step instanceof ProductStep product) {
        NDArray left = tensors.get(product.left());
        tensors.put(product.output(), math.product(product, left, tensors.get(product.right())));
      }
    }
    Map<String, NDArray> outputs = new LinkedHashMap<>();
    unit.outputs().forEach(output -> outputs.put(output.name(), tensors.get(output.name())));
    return outputs;
  }
}
