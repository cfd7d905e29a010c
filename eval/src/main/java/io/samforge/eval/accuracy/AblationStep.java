package io.samforge.eval.accuracy;

import io.samforge.calib.plan.Grouping;
import io.samforge.calib.plan.Recipe;
import io.samforge.calib.plan.Rounding;
import io.samforge.calib.quant.GroupingMetric;
import java.util.List;

/**
 * A step of the ablation.
 *
 * @param method what it is called
 * @param recipe how steps are quantised
 * @param iterations of the reconstruction; 0 for none
 */
record AblationStep(String method, Recipe recipe, int iterations) {
  /**
   * The steps from the simplest method to the best.
   *
   * @param iterations of the last step
   */
  static List<AblationStep> all(int iterations) {
    Recipe uniform = Recipe.UNIFORM;
    Recipe clusters =
        uniform.withGrouping(Grouping.CLUSTERS).withClusters(GroupingMetric.RAW, false);
    Recipe both = clusters.withHybrid(true);
    return List.of(
        new AblationStep("uniform", uniform, 0),
        new AblationStep("hluq", uniform.withHybrid(true), 0),
        new AblationStep("cag", clusters, 0),
        new AblationStep("hluq+cag", both, 0),
        new AblationStep(
            "hluq+cag, normalised metric", both.withClusters(GroupingMetric.NORMALISED, false), 0),
        new AblationStep(
            "hluq+cag, aligned to lanes", both.withClusters(GroupingMetric.RAW, true), 0),
        new AblationStep("hluq+widths", both.withGrouping(Grouping.WIDTHS), 0),
        new AblationStep(
            "hluq+widths+compensation",
            both.withGrouping(Grouping.WIDTHS).withRounding(Rounding.COMPENSATED),
            0),
        new AblationStep("hluq+widths+compensation+reconstruction", Recipe.FAST, iterations));
  }

  /** The steps that are also measured for the whole encoder. */
  static List<AblationStep> ofEncoder(int iterations) {
    return all(iterations).stream()
        .filter(step -> !step.method.contains("metric") && !step.method.contains("aligned"))
        .toList();
  }
}
