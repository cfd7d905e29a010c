package io.samforge.calib.compile;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.LayerSet;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cuts the quantised steps of a function into units. */
final class FunctionUnits {
  private static final int MOST_OUTPUT_TILES = 0xffff;

  private final AcceleratorConfig config;
  private final String function;
  private final StagedGraph graph;
  private final LayerSet layers;
  private final List<UnplacedUnit> units = new ArrayList<>();
  private final List<HostFallback> fallbacks = new ArrayList<>();

  FunctionUnits(AcceleratorConfig config, String function, QuantizedModel quantized) {
    this.config = config;
    this.function = function;
    this.graph = quantized.model().graph();
    this.layers = new LayerSet(config, graph, quantized.plan());
    Set<String> chained = new HashSet<>();
    for (ModelStep step : graph.steps()) {
      if (!layers.covers(step) || chained.contains(step.name())) {
        continue;
      }
      if (step instanceof LinearStep linear) {
        List<LinearStep> chain = chain(linear);
        chain.forEach(link -> chained.add(link.name()));
        List<GemmLayer> compiled = chain.stream().map(layers::linear).toList();
        units.add(UnplacedChain.of(config, compiled));
      } else if (step instanceof ProductStep product) {
        addProduct(product);
      }
    }
  }

  /** Returns the units in the order of the steps. */
  List<UnplacedUnit> units() {
    return units;
  }

  /** Returns the quantised steps that do not fit the device. */
  List<HostFallback> fallbacks() {
    return fallbacks;
  }

  private List<LinearStep> chain(LinearStep first) {
    List<LinearStep> chain = new ArrayList<>(List.of(first));
    LinearStep last = first;
    while (last.activation() != ActivationFunction.IDENTITY) {
      String tensor = last.output();
      List<LinearStep> readers =
          graph.linearSteps().filter(step -> step.input().equals(tensor)).toList();
      if (readers.size() != 1) {
        throw new UserError(
            "%s, step %s: %d steps read its codes; allowed: one"
                .formatted(function, last.name(), readers.size()));
      }
      last = readers.get(0);
      chain.add(last);
    }
    return chain;
  }

  private void addProduct(ProductStep step) {
    Optional<String> obstacle = obstacle(step);
    if (obstacle.isPresent()) {
      fallbacks.add(new HostFallback(function, step.name(), obstacle.get()));
    } else {
      units.add(UnplacedProduct.of(config, layers, step));
    }
  }

  /** Returns why the device cannot compute a product, if it cannot. */
  private Optional<String> obstacle(ProductStep step) {
    int slots =
        layers.quantization(step).slots(step.inner(), config).stream()
            .mapToInt(SlotMap::slots)
            .max()
            .orElseThrow();
    if (slots > config.maxInChannels()) {
      return Optional.of(
          "%d inner channels take %d slots; maxInChannels is %d"
              .formatted(step.inner(), slots, config.maxInChannels()));
    }
    long tiles = (step.columns() + config.outputLanes() - 1L) / config.outputLanes();
    return tiles > MOST_OUTPUT_TILES
        ? Optional.of("%d columns are %d output tiles".formatted(step.columns(), tiles))
        : Optional.empty();
  }
}
