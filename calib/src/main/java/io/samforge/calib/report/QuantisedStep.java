package io.samforge.calib.report;

import io.samforge.arch.model.ModelStep;
import io.samforge.calib.plan.SamCalibration;
import io.samforge.calib.plan.StepQuality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A quantised step in a page.
 *
 * @param id what links to its figure name
 * @param step the step
 * @param quality how well it is quantised
 */
record QuantisedStep(String id, ModelStep step, StepQuality quality) {
  /**
   * The quantised steps of a function in the order of the model.
   *
   * @param number of the function in the page
   */
  static List<QuantisedStep> of(int number, SamCalibration.Calibrated function) {
    Map<String, StepQuality> qualities = new LinkedHashMap<>();
    function.qualities().forEach(quality -> qualities.put(quality.step(), quality));
    List<QuantisedStep> steps = new ArrayList<>();
    for (ModelStep step : function.model().model().graph().steps()) {
      if (qualities.containsKey(step.name())) {
        String id = "f%ds%d".formatted(number, steps.size());
        steps.add(new QuantisedStep(id, step, qualities.get(step.name())));
      }
    }
    return steps;
  }

  /** The part of the model that the step belongs to: its name up to the first slash. */
  String part() {
    int slash = step.name().indexOf('/');
    return slash < 0 ? "" : step.name().substring(0, slash);
  }
}
