package io.samforge.sim.synth;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.sim.tool.DesignCells;
import java.util.Comparator;
import java.util.List;

/**
 * The area of the accelerator of a configuration, module by module.
 *
 * @param config the configuration
 * @param modules every module, those first whose instances together take the most look-up tables
 * @param total the whole design
 * @param tool name and version of what counted
 * @param seconds time that it took
 */
public record DesignArea(
    AcceleratorConfig config, List<ModuleArea> modules, Area total, String tool, double seconds) {

  /** Copies the list. */
  public DesignArea {
    modules = List.copyOf(modules);
  }

  /** Adds up the cells of a design. */
  static DesignArea of(AcceleratorConfig config, DesignCells cells, String tool, double seconds) {
    List<ModuleArea> modules =
        cells.instances().entrySet().stream()
            .map(
                module ->
                    new ModuleArea(
                        module.getKey(),
                        module.getValue(),
                        Area.of(cells.own(module.getKey())),
                        Area.of(cells.withChildren(module.getKey()))))
            .sorted(
                Comparator.comparingLong((ModuleArea module) -> module.everywhere().lut())
                    .reversed()
                    .thenComparing(ModuleArea::module))
            .toList();
    Area total = Area.of(cells.withChildren(cells.top()));
    return new DesignArea(config, modules, total, tool, seconds);
  }

  /** Returns K x M, the multiply-accumulates that can begin in one cycle. */
  public int multipliers() {
    return config.reductionLanes() * config.outputLanes();
  }

  /**
   * Returns a module.
   *
   * @throws IllegalArgumentException if the design has none of that name
   */
  public ModuleArea module(String name) {
    return modules.stream()
        .filter(module -> module.module().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no module " + name));
  }
}
