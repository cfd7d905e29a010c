package io.samforge.calib.plan;

import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.StagedGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Steps that are reconstructed together: those of one attention, one MLP, or else one block.
 *
 * @param name the part of the names that the steps have in common
 * @param first name of the first step
 * @param last name of the last step
 */
record ReconstructionUnit(String name, String first, String last) {
  private static final Pattern MODULE = Pattern.compile("^(.*?/)?(attn|mlp|[a-z_]*attn[a-z_]*)/");
  private static final Pattern BLOCK =
      Pattern.compile("^((layers|blocks|stages)\\.\\d+/)*(blocks\\.\\d+|[a-z_]+)/");

  /** The units of a model in order; steps that do not follow each other are units of their own. */
  static List<ReconstructionUnit> of(StagedGraph graph, Predicate<ModelStep> covered) {
    List<ReconstructionUnit> units = new ArrayList<>();
    for (ModelStep step : graph.steps()) {
      if (step instanceof HostStep || !covered.test(step)) {
        continue;
      }
      String name = nameOf(step.name());
      ReconstructionUnit before = units.isEmpty() ? null : units.get(units.size() - 1);
      if (before != null && before.name.equals(name)) {
        units.set(units.size() - 1, new ReconstructionUnit(name, before.first, step.name()));
      } else {
        units.add(new ReconstructionUnit(name, step.name(), step.name()));
      }
    }
    return units;
  }

  /** The name of the unit that a step belongs to. */
  static String nameOf(String step) {
    Matcher module = MODULE.matcher(step);
    if (module.find()) {
      return step.substring(0, module.end() - 1);
    }
    Matcher block = BLOCK.matcher(step);
    return block.find() ? step.substring(0, block.end() - 1) : step;
  }
}
