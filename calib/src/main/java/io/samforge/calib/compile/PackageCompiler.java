package io.samforge.calib.compile;

import com.google.gson.JsonObject;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.pack.ModelOrigin;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.ProgramUnit;
import io.samforge.arch.program.MemoryRegion;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.run.HostSteps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compiles quantised models into a package.
 *
 * <p>Descriptors, weights and tables of all functions stay in memory side by side; behind them is
 * one scratch memory that every unit uses from its start (architecture, section 14).
 */
public final class PackageCompiler {
  /** The scratch memory starts at a page. */
  private static final long PAGE = 4096;

  private final AcceleratorConfig config;

  /** Compiles for one configuration. */
  public PackageCompiler(AcceleratorConfig config) {
    this.config = config;
  }

  /**
   * Compiles a package.
   *
   * @param origin the model that the functions were made of
   * @param functions quantised models by the names of the functions, in order
   * @param calibration what the calibration tells about itself
   * @throws UserError when a step does not fit the configuration, naming the step; or when the
   *     memory is too small, naming {@code dramMiB}
   */
  public Compilation compile(
      ModelOrigin origin, Map<String, QuantizedModel> functions, JsonObject calibration) {
    Map<String, FunctionUnits> units = new LinkedHashMap<>();
    functions.forEach((name, model) -> units.put(name, new FunctionUnits(config, name, model)));
    long resident =
        units.values().stream()
            .flatMap(function -> function.units().stream())
            .mapToLong(UnplacedUnit::residentBytes)
            .sum();
    long scratchStart = (MemoryRegion.FIRST_ADDRESS + resident + PAGE - 1) / PAGE * PAGE;
    if (scratchStart >= config.dramBytes()) {
      throw new UserError(
          "weights and programs of the model need %d MiB of memory; allowed: dramMiB = %d of the configuration"
              .formatted(scratchStart >> 20, config.dramMiB()));
    }
    MemoryRegion residents = MemoryRegion.all(config);
    MemoryRegion scratch = MemoryRegion.from(config, scratchStart);
    long mostScratch = 0;
    Map<String, PackedFunction> packed = new LinkedHashMap<>();
    List<HostFallback> fallbacks = new ArrayList<>();
    for (Map.Entry<String, FunctionUnits> function : units.entrySet()) {
      List<ProgramUnit> placed = new ArrayList<>();
      for (UnplacedUnit unit : function.getValue().units()) {
        MemoryRegion own = scratch.fresh();
        placed.add(place(function.getKey(), unit, residents, own));
        mostScratch = Math.max(mostScratch, own.end() - scratchStart);
      }
      StagedModel model = functions.get(function.getKey()).model();
      packed.put(function.getKey(), function(model, placed));
      fallbacks.addAll(function.getValue().fallbacks());
    }
    ModelPackage result = new ModelPackage(config, origin, packed, calibration);
    return new Compilation(result, fallbacks, residents.end(), mostScratch);
  }

  private static ProgramUnit place(
      String function, UnplacedUnit unit, MemoryRegion resident, MemoryRegion scratch) {
    try {
      return unit.place(resident, scratch);
    } catch (UserError e) {
      throw new UserError("%s, step %s: %s".formatted(function, unit.name(), e.getMessage()), e);
    }
  }

  /** Returns a function whose steps without a unit are steps of the host. */
  private static PackedFunction function(StagedModel model, List<ProgramUnit> units) {
    Set<String> onDevice = new HashSet<>();
    units.forEach(unit -> onDevice.addAll(unit.steps()));
    StagedGraph graph = model.graph();
    List<ModelStep> steps = new ArrayList<>();
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (ModelStep step : graph.steps()) {
      if (step instanceof HostStep) {
        parts.put(step.name(), model.hostParts().get(step.name()));
        steps.add(step);
      } else if (onDevice.contains(step.name())) {
        steps.add(step);
      } else if (step instanceof LinearStep linear) {
        parts.put(step.name(), HostSteps.part(linear, model.weights().get(step.name())));
        steps.add(HostSteps.of(linear));
      } else if (step instanceof ProductStep product) {
        parts.put(step.name(), HostSteps.part(product));
        steps.add(HostSteps.of(product));
      }
    }
    return new PackedFunction(
        new StagedGraph(graph.name(), graph.inputs(), graph.outputs(), steps), parts, units);
  }
}
